using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Parvis.Audit.Tests.FlatBuffers;
using Xunit;

namespace Parvis.Audit.Tests.Tflite;

public class TfliteTests
{
    [Fact]
    public void Honest_models_are_safe()
    {
        foreach (var file in Directory.EnumerateFiles(Cases.Folder("tflite"))) Assert.Equal((file, Verdict.Safe), (file, Cases.VerdictOf(file)));
    }

    [Fact]
    public void What_is_in_the_hello_world_model_is_measured()
    {
        // The published model: three fully connected layers, 1→16→16→1 = (16+16) + (256+16) + (16+1) numbers; source: tflite-micro examples/hello_world.
        var facts = Cases.Examine(Path.Combine(Cases.Folder("tflite"), "models_hello_world_float.tflite"))[0].Facts;
        Assert.Equal("""{"FULLY_CONNECTED":3}""", facts["operators"]!.ToJsonString());
        Assert.Equal(321, (long)facts["parameters"]!);
        Assert.Equal("""{"F32":6}""", facts["dtypes"]!.ToJsonString());
        Assert.Single((JsonArray)facts["inputs"]!);
    }

    [Theory]
    [InlineData("FlexAddV2", "tflite.flex-operator")]
    [InlineData("FlexReadFile", "tflite.code-operator")]
    [InlineData("FlexEagerPyFunc", "tflite.code-operator")]
    [InlineData("PyFunc", "tflite.code-operator")]
    [InlineData("Anything", "tflite.custom-operator")]
    public void A_custom_operator_is_a_finding(string name, string rule) =>
        Assert.Equal([rule], Rules(Model((1, new object[] { Flat.Table((0, (byte)32), (1, name)) }))));

    [Fact]
    public void A_custom_operator_of_the_common_runtimes_is_none() =>
        Assert.Empty(Rules(Model((1, new object[] { Flat.Table((3, 32), (1, "TFLite_Detection_PostProcess")) }))));

    [Theory]
    [InlineData("../weights.bin", "tflite.external-location")]
    [InlineData("/data/local/w", "tflite.external-location")]
    [InlineData("https://example.org/w", "tflite.external-location")]
    [InlineData("weights.bin", "tflite.external-missing")]
    public void An_external_buffer_must_stay_in_the_folder(string location, string rule) => Assert.Equal([rule], Rules(External(location, 16)));

    [Fact]
    public void An_external_buffer_must_be_within_its_file()
    {
        using var folder = new Folder();
        folder.Write("weights.bin", new byte[16]);
        Assert.Equal(Verdict.Safe, Cases.VerdictOf(folder.Write("a.tflite", External("weights.bin", 16))));
        Assert.Equal(Verdict.Malformed, Cases.VerdictOf(folder.Write("b.tflite", External("weights.bin", 17))));
    }

    [Fact]
    public void A_buffer_after_the_structure_must_be_within_the_file()
    {
        byte[] Model(ulong size) => TfliteTests.Model((4, new object[] { Flat.Table(), Flat.Table((1, 8UL), (2, size)) }), (2, new object[] { Flat.Table((0, new object[] { Flat.Table((0, new[] { 2 }), (2, 1U)) })) }));
        Assert.Empty(Rules(Model(8)));
        Assert.Equal(["tflite.bounds"], Rules(Model(1 << 20)));
    }

    [Theory]
    [InlineData(4, "")]
    [InlineData(5, "tflite.size")]
    [InlineData(-1, "tflite.shape")]
    public void A_constant_has_the_bytes_that_its_shape_needs(int elements, string rule) =>
        Assert.Equal(rule, string.Join(' ', Rules(Model((4, new object[] { Flat.Table(), Flat.Table((0, new byte[16])) }), (2, new object[] { Flat.Table((0, new object[] { Flat.Table((0, new[] { elements }), (2, 1U)) })) })))));

    [Fact]
    public void An_operator_that_is_not_there_is_malformed() =>
        Assert.Equal(["tflite.index"], Rules(Model((2, new object[] { Flat.Table((3, new object[] { Flat.Table((0, 7U)) })) }))));

    [Fact]
    public void A_file_without_the_mark_is_malformed() => Assert.Equal("tflite.mark", Cases.Examine("m.tflite", new byte[64])[0].Findings.Single().Rule.Id);

    [Fact]
    public void No_damage_to_a_model_breaks_the_reader() =>
        Mutations.Survive(Mutations.Small(Directory.EnumerateFiles(Cases.Folder("tflite")).Order(StringComparer.Ordinal)), 10_000, seed: 2);

    private static byte[] External(string location, ulong length) => Model(
        (2, new object[] { Flat.Table((0, new object[] { Flat.Table((0, new[] { 4 }), (10, 9U)) })) }),
        (8, new object[] { Flat.Table((0, location)) }),
        (9, new object[] { Flat.Table((0, 9U), (3, length)) }));

    private static byte[] Model(params (int, object)[] fields) => Flat.Buffer(Flat.Table([(0, 3U), .. fields.Any(field => field.Item1 == 4) ? fields : [.. fields, (4, new object[] { Flat.Table() })]]), "TFL3");

    private static List<string> Rules(byte[] model) => [.. Cases.Examine("model.tflite", model)[0].Findings.Select(finding => finding.Rule.Id)];
}
