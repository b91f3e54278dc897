using Microsoft.ML.Data;

namespace MlNetTL.Tests.Transforms;

/// <summary>A row with a column of each kind, all of them made from one number.</summary>
internal sealed class Source
{
    public Source()
    {
    }

    public Source(int i)
    {
        Value = i;
        Text = $"row {i}";
        Key = (uint)(i % 5);
        Bytes = [.. Enumerable.Repeat((byte)i, i % 9)];
        Fixed = [i, i + 1, i + 2];
        Words = [$"a{i}", $"b{i}"];
        When = new DateTime(2020, 1, 1).AddDays(i);
    }

    public static SchemaDefinition Definition
    {
        get
        {
            var definition = SchemaDefinition.Create(typeof(Source));
            definition["Key"].ColumnType = new KeyDataViewType(typeof(uint), 5);
            definition["Fixed"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
            return definition;
        }
    }

    public float Value { get; set; }

    public string Text { get; set; } = "";

    public uint Key { get; set; }

    public byte[] Bytes { get; set; } = [];

    public float[] Fixed { get; set; } = [];

    public string[] Words { get; set; } = [];

    public DateTime When { get; set; }
}

/// <summary>What comes out: the row, and what the test's transformer adds.</summary>
internal sealed class Predicted
{
    public float Value { get; set; }

    public string Text { get; set; } = "";

    public uint Key { get; set; }

    public byte[] Bytes { get; set; } = [];

    public float[] Fixed { get; set; } = [];

    public string[] Words { get; set; } = [];

    public DateTime When { get; set; }

    public float Twice { get; set; }

    public float Half { get; set; }

    public float Again { get; set; }

    public void Check()
    {
        var i = (int)Value;
        var expected = new Source(i);
        Assert.AreEqual(expected.Text, Text);
        // ML.NET's own rule for plain objects: keys go in counted from 0 and come out counted from 1.
        Assert.AreEqual(expected.Key + 1, Key);
        CollectionAssert.AreEqual(expected.Bytes, Bytes);
        CollectionAssert.AreEqual(expected.Fixed, Fixed);
        CollectionAssert.AreEqual(expected.Words, Words);
        Assert.AreEqual(expected.When, When);
        Assert.AreEqual(2f * i, Twice);
        Assert.AreEqual(i / 2f, Half);
    }
}
