using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Tables;

public class ParquetTests
{
    [Fact]
    public void Every_damaged_table_is_rejected()
    {
        foreach (var (file, label) in Labels.Of("parquet"))
            if (label == "malformed") Assert.Equal((file, Verdict.Malformed), (file, Cases.VerdictOf(file)));
    }

    [Fact]
    public void Honest_tables_are_not_flagged() => Labels.FewAreFlagged([.. Labels.Of("parquet").Where(file => file.Label == "benign").Select(file => file.File)]);

    [Fact]
    public void Rows_columns_types_and_nulls_are_measured()
    {
        // Of the parquet-testing README: a column of structs whose only field is null in all eight rows.
        var nulls = Facts("nulls.snappy.parquet");
        Assert.Equal(8, (long)nulls["rows"]!);
        Assert.Equal("b_struct.b_c_int", (string?)nulls["columns"]![0]!["name"]);
        var all = Facts("alltypes_plain.snappy.parquet");
        Assert.Equal(2, (long)all["rows"]!);
        Assert.Equal("id bool_col tinyint_col smallint_col int_col bigint_col float_col double_col date_string_col string_col timestamp_col", string.Join(' ', ((JsonArray)all["columns"]!).Select(column => (string?)column!["name"])));
        Assert.Equal("INT32 BOOLEAN INT32 INT32 INT32 INT64 FLOAT DOUBLE BYTE_ARRAY BYTE_ARRAY INT96", string.Join(' ', ((JsonArray)all["columns"]!).Select(column => (string?)column!["type"])));
    }

    [Fact]
    public void An_encrypted_footer_is_not_examined() =>
        Assert.Equal(Verdict.NotExamined, Cases.VerdictOf(Path.Combine(Cases.Folder("parquet"), "data", "encrypt_columns_and_footer.parquet.encrypted")));

    [Theory]
    [InlineData("../../etc/passwd", "parquet.external-location")]
    [InlineData("part-1.parquet", "parquet.external-file")]
    public void A_column_in_another_file_is_a_finding(string place, string rule)
    {
        // schema: root with one INT32 column; one group of one row whose column is elsewhere (fields of parquet.thrift)
        byte[] text = System.Text.Encoding.UTF8.GetBytes(place);
        byte[] footer =
        [
            0x15, 2, // version 1
            0x19, 0x2C, 0x48, 1, (byte)'r', 0x15, 2, 0, 0x15, 2, 0x25, 0, 0x18, 1, (byte)'x', 0,
            0x16, 2, // one row
            0x19, 0x1C, 0x19, 0x1C, 0x18, (byte)text.Length, .. text, 0, 0x26, 2, 0,
            0,
        ];
        byte[] file = [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];
        Assert.Equal([rule], Cases.Examine("t.parquet", file)[0].Findings.Select(finding => finding.Rule.Id));
    }

    [Theory]
    [InlineData("PAR1")]
    [InlineData("PAR1\u0001\0\0\0PAR2")]
    [InlineData("PAR1\u00FF\0\0\0PAR1")]
    public void What_has_no_footer_is_malformed(string file) => Assert.Equal(Verdict.Malformed, Cases.Examine("t.parquet", System.Text.Encoding.Latin1.GetBytes(file))[0].Verdict);

    [Fact]
    public void No_damage_to_a_table_breaks_the_reader() =>
        Mutations.Survive(Mutations.Small(Directory.EnumerateFiles(Cases.Folder("parquet/data"), "*.parquet").Order(StringComparer.Ordinal), 2048), 10_000, seed: 4);

    private static JsonObject Facts(string file)
    {
        var path = Path.Combine(Cases.Folder("parquet/data"), file);
        Assert.SkipUnless(File.Exists(path), $"Needs {file}.");
        return Cases.Examine(path)[0].Facts;
    }
}
