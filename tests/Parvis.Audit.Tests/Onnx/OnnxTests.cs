using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Xunit;
using static Parvis.Audit.Tests.Protobuf.Message;

namespace Parvis.Audit.Tests.Onnx;

public class OnnxTests
{
    [Fact]
    public void Every_generated_model_gets_the_verdict_of_its_label()
    {
        foreach (var (file, verdict) in Labels.Synth("onnx")) Assert.Equal((file, verdict), (file, Cases.VerdictOf(file).Word()));
    }

    [Fact]
    public void Honest_models_are_not_flagged() =>
        Labels.FewAreFlagged([.. Directory.EnumerateFiles(Cases.Folder("onnx"), "*.onnx", SearchOption.AllDirectories)]);

    [Fact]
    public void Facts_of_every_model_equal_those_of_the_reference_implementation()
    {
        var rows = Labels.Rows(Path.Combine(Cases.Folder("onnx"), "expected_metadata.csv"));
        var column = rows[0].Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index);
        var compared = 0;
        foreach (var row in rows.Skip(1))
        {
            var file = Path.Combine(Path.GetDirectoryName(Cases.Folder("onnx"))!, row[column["path"]]);
            if (!File.Exists(file)) continue;
            var facts = Cases.Examine(file)[0].Facts;
            string[] measured =
            [
                Text(facts["formatVersion"]), Text(facts["producer"]),
                string.Join(';', ((JsonObject)facts["operatorSets"]!).Select(set => $"{set.Key}:{set.Value}")),
                Text(facts["nodes"]), Text(facts["tensors"]), Text(facts["parameters"]),
                string.Join(';', ((JsonObject)facts["operators"]!).Select(op => op.Key[(op.Key.LastIndexOf('.') + 1)..]).Order(StringComparer.Ordinal)),
                string.Join(';', ((JsonArray)facts["inputs"]!).Select(Text)), string.Join(';', ((JsonArray)facts["outputs"]!).Select(Text)),
            ];
            string[] expected = [.. new[] { "ir_version", "producer", "opset", "n_nodes", "n_initializers", "n_params", "ops", "inputs", "outputs" }.Select(name => row[column[name]])];
            Assert.Equal((file, string.Join('\n', expected)), (file, string.Join('\n', measured)));
            compared++;
        }
        Assert.True(compared > 0);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../weights.bin")]
    [InlineData("a/../../weights.bin")]
    [InlineData("a/.. /weights.bin")]
    [InlineData("..\\weights.bin")]
    [InlineData("sub\\weights.bin")]
    [InlineData("C:weights.bin")]
    [InlineData("\\\\server\\share\\w")]
    [InlineData("http://example.org/w")]
    [InlineData("file:///etc/passwd")]
    [InlineData("~/w")]
    [InlineData("$HOME/w")]
    [InlineData("%2e%2e/w")]
    [InlineData("weights.bin\0.png")]
    [InlineData("\uFF0E\uFF0E\uFF0Fw")]
    public void A_place_outside_the_folder_is_unsafe_wherever_the_tensor_is(string location)
    {
        var tensor = External(("location", location));
        byte[][] graphs =
        [
            Field(5, tensor), // initializer
            Field(1, [.. Field(4, "Constant"), .. Field(5, Field(5, tensor))]), // attribute of a node
            Field(15, Field(1, tensor)), // values of a sparse initializer
            Field(1, [.. Field(4, "If"), .. Field(5, Field(6, Field(5, tensor)))]), // graph in a graph
            Field(1, [.. Field(4, "Loop"), .. Field(5, Field(11, Field(1, Field(5, Field(22, Field(2, tensor))))))]), // sparse attribute in a list of graphs
        ];
        foreach (var graph in graphs) Assert.Contains("onnx.external-location", Rules(Model(graph)));
        Assert.Contains("onnx.external-location", Rules([.. Model([]), .. Field(25, Field(7, Field(5, Field(5, tensor))))])); // function
        Assert.Contains("onnx.external-location", Rules([.. Model([]), .. Field(20, Field(1, Field(5, tensor)))])); // training
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("model.onnx.data")]
    [InlineData("sub/folder/part..1.bin")]
    [InlineData("./weights.bin")]
    [InlineData("onnx__MatMul_123")]
    [InlineData("100%.bin")]
    public void A_place_in_the_folder_is_safe(string location) =>
        Assert.Equal(Verdict.Safe, Examine(Model(Field(5, External(("location", location), ("offset", "0"), ("length", "64"))))).Verdict);

    [Fact]
    public void A_first_location_is_judged_though_a_second_one_is_harmless() =>
        Assert.Contains("onnx.external-location", Rules(Model(Field(5, External(("location", "/etc/shadow"), ("location", "weights.bin"))))));

    [Fact]
    public void Keys_that_would_set_attributes_of_the_loader_are_unsafe_and_unknown_ones_suspicious()
    {
        Assert.Equal(Verdict.Unsafe, Examine(Model(Field(5, External(("location", "w"), ("__class__", "x"))))).Verdict);
        Assert.Equal(Verdict.Suspicious, Examine(Model(Field(5, External(("location", "w"), ("colour", "x"))))).Verdict);
        Assert.Equal(Verdict.Safe, Examine(Model(Field(5, External(("location", "w"), ("checksum", "x"))))).Verdict);
    }

    [Theory]
    [InlineData("60", "8", "onnx.external-bounds")]
    [InlineData("-4", "8", "onnx.external-bounds")]
    [InlineData("0x10", "8", "onnx.external-bounds")]
    [InlineData("0", "9223372036854775807", "onnx.external-bounds")]
    [InlineData("0", "64", "onnx.external-file")]
    public void Numbers_must_be_within_the_side_file(string offset, string length, string rule)
    {
        using var folder = new Folder();
        folder.Write("weights.bin", new byte[64]);
        var model = folder.Write("model.onnx", Model(Field(5, External(("location", "weights.bin"), ("offset", offset), ("length", length)))));
        Assert.Contains(rule, Cases.Examine(model)[0].Findings.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void A_side_file_that_is_a_link_out_of_the_folder_is_unsafe()
    {
        using var folder = new Folder();
        var secret = folder.Write("secret", new byte[64]);
        Directory.CreateDirectory(Path.Combine(folder.Path, "model"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "model", "weights.bin"), secret);
        var model = folder.Write("model/model.onnx", Model(Field(5, External(("location", "weights.bin")))));
        Assert.Contains("onnx.external-link", Cases.Examine(model)[0].Findings.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void An_operator_that_the_model_defines_itself_is_no_custom_one()
    {
        var node = Field(1, [.. Field(4, "Mine"), .. Field(7, "my.domain")]);
        Assert.Equal(Verdict.Suspicious, Examine(Model(node)).Verdict);
        Assert.Equal(Verdict.Safe, Examine([.. Model(node), .. Field(25, [.. Field(1, "Mine"), .. Field(10, "my.domain")])]).Verdict);
    }

    [Fact]
    public void A_model_is_known_by_its_structure_under_another_name()
    {
        var model = Model(Field(1, Field(4, "PyOp")));
        var report = Cases.Examine("model.bin", model)[0];
        Assert.Equal(("onnx", Verdict.Unsafe), (report.Format, report.Verdict));
    }

    [Theory]
    [InlineData(new[] { 2L, 3 }, 24, "safe")]
    [InlineData(new[] { 2L, 3 }, 20, "malformed")]
    [InlineData(new[] { -1L }, 4, "malformed")]
    [InlineData(new[] { long.MaxValue, 4 }, 4, "malformed")]
    [InlineData(new long[0], 4, "safe")]
    public void A_tensor_has_as_many_bytes_as_its_shape_needs(long[] shape, int bytes, string verdict)
    {
        byte[] tensor = [.. shape.SelectMany(size => Number(1, size)), .. Number(2, 1), .. Field(8, "w"), .. Field(9, new byte[bytes])];
        Assert.Equal(verdict, Examine(Model(Field(5, tensor))).Verdict.Word());
    }

    [Fact]
    public void Where_the_numbers_of_a_tensor_are_is_told()
    {
        byte[] tensor = [.. Number(1, 1), .. Number(2, 1), .. Field(8, "w"), .. Field(9, [1, 2, 3, 4])];
        var model = Model(Field(5, tensor));
        var told = Assert.Single(Cases.Examine("m.onnx", model)[0].Tensors);
        Assert.Equal([1, 2, 3, 4], model[(int)told.Offset!..(int)(told.Offset + told.Length)]);
        Assert.Equal(("w", "F32"), (told.Name, told.Type));
    }

    [Fact]
    public void No_damage_to_a_model_breaks_the_reader() =>
        Mutations.Survive(Mutations.Small(Directory.EnumerateFiles(Cases.Folder("onnx"), "*.onnx", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Cases.Folder("synth/onnx"))).Order(StringComparer.Ordinal)), 10_000, seed: 1);

    private static string Text(JsonNode? fact) => fact?.ToString() ?? "";

    private static FileReport Examine(byte[] model) => Cases.Examine("model.onnx", model)[0];

    private static List<string> Rules(byte[] model) => [.. Examine(model).Findings.Select(finding => finding.Rule.Id)];

    private static byte[] Model(byte[] graph) => [.. Number(1, 8), .. Field(7, [.. Field(2, "g"), .. graph])];

    private static byte[] External(params (string Key, string Value)[] entries) =>
        [.. Number(1, 4), .. Number(2, 1), .. Field(8, "w"), .. entries.SelectMany(entry => Field(13, [.. Field(1, entry.Key), .. Field(2, entry.Value)])), .. Number(14, 1)];
}
