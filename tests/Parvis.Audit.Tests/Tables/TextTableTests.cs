using System.Text;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Tables;
using Xunit;

namespace Parvis.Audit.Tests.Tables;

public class TextTableTests
{
    [Fact]
    public void Every_generated_table_gets_the_verdict_of_its_label()
    {
        foreach (var (file, verdict) in Labels.Synth("data")) Assert.Equal((file, verdict), (file, Cases.VerdictOf(file).Word()));
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", true)]
    [InlineData("+1+cmd|' /C calc'!A0", true)]
    [InlineData("-2+3+cmd|' /C calc'!A0", true)]
    [InlineData("@SUM(1+1)*cmd|' /C calc'!A0", true)]
    [InlineData("=HYPERLINK(\"http://example.org?x=\"&A1,\"here\")", true)]
    [InlineData("=1+1", true)]
    [InlineData("=A1", true)]
    [InlineData("\t=WEBSERVICE(\"x\")", true)]
    [InlineData("\uFF1DHYPERLINK(\"x\")", true)]
    [InlineData("+SUM(1)", true)]
    [InlineData("-1.5", false)]
    [InlineData("+1", false)]
    [InlineData("+33 1 23 45 67 89", false)]
    [InlineData("-1e-5", false)]
    [InlineData("=D", false)]
    [InlineData("=)", false)]
    [InlineData("==", false)]
    [InlineData("=== Heading ===", false)]
    [InlineData("@user", false)]
    [InlineData("- a list (with a remark)", false)]
    [InlineData("-log(x)", false)]
    [InlineData("->", false)]
    public void A_formula_is_told_from_what_only_begins_like_one(string cell, bool formula) => Assert.Equal(formula, CsvTable.IsFormula(cell));

    [Fact]
    public void Rows_columns_nulls_and_ragged_rows_of_a_text_table_are_measured()
    {
        var facts = Cases.Examine("t.csv", Encoding.UTF8.GetBytes("a;b;c\r\n1;\"x;y\r\n\"\"z\"\"\";2020-01-01\r\n-2;;2021-02-03\r\n3;q\r\n\r\n"))[0].Facts;
        Assert.Equal(3, (long)facts["rows"]!);
        Assert.Equal(1, (long)facts["raggedRows"]!);
        Assert.Equal("""[{"name":"a","type":"integer","nulls":0},{"name":"b","type":"text","nulls":1},{"name":"c","type":"date","nulls":1}]""", facts["columns"]!.ToJsonString());
    }

    [Theory]
    [InlineData("a,b\n1,\"2", "csv.quote")]
    [InlineData("a,b\n1,\0", "csv.binary")]
    [InlineData("a,b\n1,say \"hi\"\n", "")]
    public void A_broken_text_table_is_malformed(string table, string rule) =>
        Assert.Equal(rule, string.Join(' ', Cases.Examine("t.csv", Encoding.UTF8.GetBytes(table))[0].Findings.Select(finding => finding.Rule.Id)));

    [Fact]
    public void A_table_is_read_in_its_own_encoding()
    {
        Assert.Equal("utf-16", (string?)Cases.Examine("t.csv", (byte[])[0xFF, 0xFE, .. Encoding.Unicode.GetBytes("é,b\n1,2\n")])[0].Facts["dialect"]!["encoding"]);
        Assert.Equal("valeur\u00E9", (string?)Cases.Examine("t.csv", Encoding.Latin1.GetBytes("nom;valeur\u00E9\n\u00E9;1,5\n"))[0].Facts["columns"]![1]!["name"]);
    }

    [Fact]
    public void Lines_of_JSON_are_measured_and_a_broken_one_is_named()
    {
        var facts = Cases.Examine("t.jsonl", Encoding.UTF8.GetBytes("{\"a\":1,\"b\":null}\n\n{\"a\":\"x\",\"c\":{\"a\":true}}\r\n{\"a\":NaN}"))[0].Facts;
        Assert.Equal(3, (long)facts["rows"]!);
        Assert.Equal("""[{"name":"a","type":"number|text","nulls":0},{"name":"b","type":"empty","nulls":3},{"name":"c","type":"object","nulls":2}]""", facts["columns"]!.ToJsonString());
        var broken = Cases.Examine("t.jsonl", Encoding.UTF8.GetBytes("{\"a\":1}\n{\"a\":\n"))[0].Findings.Single();
        Assert.Equal(("json.line", "2", 8L), (broken.Rule.Id, broken.Values["line"], broken.Offset));
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read()
    {
        var line = $"{{\"a\":\"{new string('x', 200_000)}\"}}\n";
        Assert.Equal(3, (long)Cases.Examine("t.jsonl", Encoding.UTF8.GetBytes(line + line + line))[0].Facts["rows"]!);
        Assert.Equal(2, (long)Cases.Examine("t.json", Encoding.UTF8.GetBytes($"[{line},{line}]"))[0].Facts["rows"]!);
    }

    [Theory]
    [InlineData("""[{"a":1},{"a":null,"b":-Infinity}]""", 2)]
    [InlineData("""{"a":[{"b":1}]}""", null)]
    public void A_list_of_objects_is_a_table(string json, int? rows)
    {
        var report = Cases.Examine("t.json", Encoding.UTF8.GetBytes(json))[0];
        Assert.Equal((Verdict.Safe, rows), (report.Verdict, (int?)(long?)report.Facts["rows"]));
    }

    [Theory]
    [InlineData("SQLite format 3\0", "sqlite")]
    [InlineData("\0\0\0\0\0\0\0\0DUCK", "duckdb")]
    public void A_database_is_known_and_not_examined(string mark, string format)
    {
        var report = Cases.Examine("x.db", Encoding.Latin1.GetBytes(mark + "rest"))[0];
        Assert.Equal((format, Verdict.NotExamined), (report.Format, report.Verdict));
    }

    [Fact]
    public void No_damage_to_a_text_table_breaks_the_readers() => Mutations.Survive(
        [
            ("t.csv", "name,\"va\"\"lue\",d\n\"a\nb\",1.5,2020-01-01\n=SUM(A1),-2,\n"u8.ToArray()),
            ("t.jsonl", "{\"a\":1,\"b\":[NaN,{\"c\":\"\\u00e9\"}]}\n{\"a\":null}\n"u8.ToArray()),
            ("t.json", "[{\"a\":1,\"b\":[-Infinity,{\"c\":\"\\u00e9\"}]},{\"a\":null}]"u8.ToArray()),
        ], 10_000, seed: 6);
}
