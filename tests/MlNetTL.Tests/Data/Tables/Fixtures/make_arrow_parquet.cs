#:package ParquetSharp@25.0.1.2
#:property PublishAot=false
// Writes arrow.parquet as pandas does, by Apache Arrow's C++ library, which pyarrow wraps too: dictionary pages, Snappy, the names 'list' and 'element'.
// Run in this folder:  dotnet run make_arrow_parquet.cs
using Apache.Arrow;
using Apache.Arrow.Types;
using ParquetSharp;
using ParquetSharp.Arrow;

foreach (var (file, version) in new[] { ("arrow.parquet", ParquetVersion.PARQUET_1_0), ("arrow_v2.parquet", ParquetVersion.PARQUET_2_6) })
{
    var batch = MakeBatch();
    using var builder = new WriterPropertiesBuilder();
    builder.Compression(version == ParquetVersion.PARQUET_1_0 ? Compression.Snappy : Compression.Gzip).Version(version)
        .DataPageVersion(version == ParquetVersion.PARQUET_1_0 ? ParquetDataPageVersion.V1 : ParquetDataPageVersion.V2);
    using var properties = builder.Build();
    using var writer = new FileWriter(file, batch.Schema, properties);
    writer.WriteRecordBatch(batch);
    writer.Close();
}

static RecordBatch MakeBatch()
{
    var patches = new StringArray.Builder().Append("S2A_1").Append("S2A_2").Append("S2B_3").Append("S2B_4").Build();
    var splits = new StringArray.Builder().Append("train").Append("train").Append("test").AppendNull().Build();
    var labels = new ListArray.Builder(StringType.Default);
    var values = (StringArray.Builder)labels.ValueBuilder;
    labels.Append();
    values.Append("Pastures").Append("Land principally occupied by agriculture, with significant areas of natural vegetation");
    labels.Append();
    labels.AppendNull();
    labels.Append();
    values.Append("Marine waters").AppendNull();
    var lists = labels.Build();
    var clouds = new BooleanArray.Builder().Append(true).Append(false).AppendNull().Append(false).Build();
    var schema = new Apache.Arrow.Schema(
        [new("patch_id", StringType.Default, true), new("labels", lists.Data.DataType, true), new("split", StringType.Default, true), new("contains_cloud", BooleanType.Default, true)], null);
    return new RecordBatch(schema, [patches, lists, splits, clouds], 4);
}
