using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Tests.Data;

/// <summary>No patient may have images on both sides of a split (Roberts et al., 2021, count this among the commonest leaks).</summary>
[TestClass]
public sealed class PatientSplitTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private IDataView _images = null!;

    [TestInitialize]
    public void Write()
    {
        var lines = from patient in Enumerable.Range(1, 200)
                    from study in Enumerable.Range(1, 1 + patient % 4)
                    from view in Enumerable.Range(1, 1 + (patient + study) % 2)
                    select CheXpertMiniature.Line(patient, study, view, view == 1 ? "Frontal" : "Lateral");
        CheXpertMiniature.Write(_folder.Path, lines);
        _images = _ml.Data.LoadCheXpert(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void TrainTestSplitPartsNoPatient(int seed)
    {
        var split = _ml.Data.TrainTestSplit(_images, 0.2, "Patient", seed);
        var (train, test) = (Patients(split.TrainSet), Patients(split.TestSet));
        Assert.IsFalse(train.Overlaps(test));
        Assert.AreEqual(200, train.Count + test.Count);
        Assert.IsTrue(test.Count is > 20 and < 60, $"{test.Count} of 200 patients are in the test set.");
    }

    [TestMethod]
    public void FoldsPartNoPatientAndMissNone()
    {
        var tested = new List<string>();
        foreach (var fold in _ml.Data.CrossValidationSplit(_images, 5, "Patient"))
        {
            Assert.IsFalse(Patients(fold.TrainSet).Overlaps(Patients(fold.TestSet)));
            tested.AddRange(Patients(fold.TestSet));
        }
        CollectionAssert.AreEquivalent(Patients(_images).ToArray(), tested);
    }

    [TestMethod]
    public void ShufflesAndCountsItsRows()
    {
        var rows = _images.GetColumn<string>("Path").ToArray();
        Assert.AreEqual(rows.Length, _images.GetRowCount());
        var shuffled = _ml.Data.ShuffleRows(_images, seed: 3).GetColumn<string>("Path").ToArray();
        CollectionAssert.AreNotEqual(rows, shuffled);
        CollectionAssert.AreEquivalent(rows, shuffled);
    }

    [TestMethod]
    public void ParallelCursorsSeeEveryRowOnce()
    {
        var column = _images.Schema["Path"];
        var paths = new List<string>();
        foreach (var cursor in _images.GetRowCursorSet([column], 3))
            using (cursor)
            {
                var getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
                var path = default(ReadOnlyMemory<char>);
                while (cursor.MoveNext())
                {
                    getter(ref path);
                    paths.Add(path.ToString());
                }
            }
        CollectionAssert.AreEquivalent(_images.GetColumn<string>("Path").ToArray(), paths);
    }

    private static HashSet<string> Patients(IDataView view) => [.. view.GetColumn<string>("Patient")];
}
