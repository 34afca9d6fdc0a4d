using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Xunit;
using static Parvis.Audit.Tests.Protobuf.Message;

namespace Parvis.Audit.Tests.SavedModel;

public class SavedModelTests
{
    [Fact]
    public void Every_generated_model_gets_the_verdict_of_its_label()
    {
        foreach (var (file, verdict) in Labels.Synth("savedmodel")) Assert.Equal((file, verdict), (file, Cases.VerdictOf(file).Word()));
    }

    [Fact]
    public void Honest_models_are_not_flagged() => Labels.FewAreFlagged([.. Labels.Of("tf_savedmodel").Select(file => file.File)]);

    [Fact]
    public void The_variables_of_a_model_are_measured_from_their_index()
    {
        // five single numbers: the file of numbers beside it has 20 bytes
        var facts = Cases.Examine(Path.Combine(Cases.Folder("tf_savedmodel"), "saved_model_half_plus_two_cpu/00000123/variables/variables.index"))[0].Facts;
        Assert.Equal("""{"a":[],"a2":[],"b":[],"c":[],"c2":[]}""", facts["shapes"]!.ToJsonString());
        Assert.Equal(5, (long)facts["parameters"]!);
    }

    [Theory]
    [InlineData("ReadFile", "savedmodel.code-operator")]
    [InlineData("WriteFile", "savedmodel.code-operator")]
    [InlineData("PyFunc", "savedmodel.code-operator")]
    [InlineData("EagerPyFunc", "savedmodel.code-operator")]
    [InlineData("MatchingFiles", "savedmodel.file-operator")]
    [InlineData("LoadAndRemapMatrix", "savedmodel.file-operator")]
    [InlineData("TextLineDataset", "savedmodel.file-operator")]
    [InlineData("TFRecordDatasetV2", "savedmodel.file-operator")]
    [InlineData("WholeFileReaderV2", "savedmodel.file-operator")]
    [InlineData("DebugIdentityV3", "savedmodel.file-operator")]
    [InlineData("MatMul", "")]
    [InlineData("ReadVariableOp", "")]
    public void An_operator_is_judged_in_the_graph_and_in_its_functions(string name, string rule)
    {
        Assert.Equal(rule, Rules(Field(2, Field(1, Node("n", name)))));
        Assert.Equal(rule, Rules(Field(2, Field(2, Field(1, [.. Field(1, Field(1, "f")), .. Field(3, Node("n", name))])))));
    }

    [Fact]
    public void A_saver_may_save_but_a_signature_may_not()
    {
        byte[] graph = Field(2, [.. Field(1, [.. Node("save/SaveV2", "SaveV2"), .. Field(3, "x")]), .. Field(1, [.. Node("y", "Identity"), .. Field(3, "^save/SaveV2")])]);
        var saver = Field(3, Field(1, "save/Const:0"));
        byte[] Signature(string output) => Field(5, [.. Field(1, "serving_default"), .. Field(2, Field(2, [.. Field(1, "out"), .. Field(2, Field(1, output))]))]);
        Assert.Equal("savedmodel.saver-operator", Rules(graph));
        Assert.Equal("", Rules([.. graph, .. saver, .. Signature("x:0")]));
        Assert.Equal("savedmodel.saver-operator", Rules([.. graph, .. saver, .. Signature("y:0")]));
    }

    [Fact]
    public void A_signature_may_not_save_through_a_function_either()
    {
        var call = Field(5, [.. Field(1, "f"), .. Field(2, Field(10, Field(1, "inner")))]);
        byte[] graph = Field(2, [.. Field(1, [.. Node("call", "PartitionedCall"), .. call]), .. Field(2, Field(1, [.. Field(1, Field(1, "inner")), .. Field(3, Node("s", "SaveV2"))]))]);
        byte[] signature = Field(5, [.. Field(1, "s"), .. Field(2, Field(2, [.. Field(1, "out"), .. Field(2, Field(1, "call:0"))]))]);
        Assert.Equal("savedmodel.saver-operator", Rules([.. graph, .. Field(3, []), .. signature]));
    }

    [Fact]
    public void Printing_to_a_file_is_unsafe_and_to_the_screen_is_not()
    {
        byte[] Print(string stream) => Field(2, Field(1, [.. Node("p", "PrintV2"), .. Field(5, [.. Field(1, "output_stream"), .. Field(2, Field(2, stream))])]));
        Assert.Equal("savedmodel.print-to-file", Rules(Print("file:///home/x/.bashrc")));
        Assert.Equal("", Rules(Print("stderr")));
    }

    [Fact]
    public void An_asset_outside_the_folder_is_unsafe() => Assert.Equal("savedmodel.asset-location", Rules([.. Field(2, []), .. Field(6, Field(2, "../../etc/passwd"))]));

    [Theory]
    [InlineData("""{"class_name": "Sequential", "config": {"layers": [{"class_name": "Lambda", "config": {"function": "4wEA"}}]}}""", "savedmodel.lambda")]
    [InlineData("""{"class_name": "Dense", "config": {"name": "Lambda"}}""", "")]
    [InlineData("""{"class_name": """, "savedmodel.layers")]
    public void A_layer_of_Python_code_is_unsafe(string layer, string rule) =>
        Assert.Equal(rule, string.Join(' ', Cases.Examine("keras_metadata.pb", Field(1, Field(5, layer)))[0].Findings.Select(finding => finding.Rule.Id)));

    [Fact]
    public void A_frozen_graph_is_judged_as_a_saved_model_is()
    {
        var report = Cases.Examine("frozen.pb", (byte[])[.. Field(1, Node("a", "Placeholder")), .. Field(1, Node("b", "PyFunc"))])[0];
        Assert.Equal(("tf-graph", Verdict.Unsafe), (report.Format, report.Verdict));
        Assert.Equal(1, (long)((JsonObject)report.Facts["operators"]!)["PyFunc"]!);
    }

    [Fact]
    public void No_damage_to_a_model_or_its_index_breaks_the_readers() => Mutations.Survive(
        [.. Directory.EnumerateFiles(Cases.Folder("tf_savedmodel"), "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is "saved_model.pb" or "variables.index").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))],
        10_000, seed: 3);

    private static byte[] Node(string name, string kind) => [.. Field(1, name), .. Field(2, kind)];

    private static string Rules(byte[] meta) =>
        string.Join(' ', Cases.Examine("saved_model.pb", (byte[])[.. Number(1, 1), .. Field(2, meta)])[0].Findings.Select(finding => finding.Rule.Id));
}
