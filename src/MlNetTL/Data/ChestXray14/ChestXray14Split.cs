namespace MlNetTL.Data;

/// <summary>Which of ChestX-ray14's official lists to read. No patient is on both.</summary>
public enum ChestXray14Split
{
    /// <summary><c>train_val_list.txt</c>: 86,524 images.</summary>
    TrainVal,

    /// <summary><c>test_list.txt</c>: 25,596 images.</summary>
    Test,

    /// <summary>Every image of the table, whether or not there are lists.</summary>
    All,
}
