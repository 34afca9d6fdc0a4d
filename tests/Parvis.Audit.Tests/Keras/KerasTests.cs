using System.Text;
using Parvis.Audit.Records;
using Parvis.Audit.Tests.Containers;
using Parvis.Audit.Tests.Hdf5;
using Xunit;

namespace Parvis.Audit.Tests.Keras;

public class KerasTests
{
    private const string Dense = """{"module": "keras.layers", "class_name": "Dense", "config": {"name": "d", "units": 2, "activation": "relu", "kernel_initializer": {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": null}, "registered_name": null}}, "registered_name": null}""";

    [Fact]
    public void Every_synthetic_model_gets_its_verdict() =>
        Assert.DoesNotContain(Labels.Synth("keras").Select(one => (one.File, Expected: one.Verdict, Found: Cases.VerdictOf(one.File).Word())), one => one.Expected != one.Found);

    [Fact]
    public void An_honest_model_is_safe_and_gives_its_facts()
    {
        var weights = Hdf5Bytes.WithDataset("kernel", start => Hdf5Bytes.Floats(2, 3, start, 24), new byte[24]);
        var reports = Cases.Examine("m.keras", Zips.Stored(("metadata.json", """{"keras_version": "3.9.0"}"""u8.ToArray()), ("config.json", Model(Dense)), ("model.weights.h5", weights)));
        Assert.All(reports, report => Assert.Equal(Verdict.Safe, report.Verdict));
        Assert.Equal("keras", reports[0].Format);
        Assert.Equal((6L, "3.9.0", "Sequential"), ((long)reports[0].Facts["parameters"]!, (string?)reports[0].Facts["producerVersion"], (string?)reports[0].Facts["architecture"]));
    }

    [Theory]
    [InlineData("""{"class_name": "Lambda", "config": {}}""", "keras.lambda")]
    [InlineData("""{"class_name": "lAMBDA", "config": {}}""", "keras.lambda")]
    [InlineData("""{"class_name": "TimeDistributed", "config": {"layer": {"class_name": "Wrapper", "config": {"inner": [[{"class_name": "Lambda"}]]}}}}""", "keras.lambda")]
    [InlineData("""{"class_name": "Dense", "config": {"activation": {"class_name": "__lambda__", "config": {"code": "eA=="}}}}""", "keras.lambda")]
    [InlineData("""{"class_name": "Dense", "class_name": "Lambda"}""", "keras.lambda")]
    [InlineData("""{"\ud800": "\ud800", "class_name": "\u004cambda"}""", "keras.lambda")]
    [InlineData("""{"class_name": "Wrapped", "config": {"function_type": "lambda", "function": ["eA==", null, null]}}""", "keras.lambda")]
    [InlineData("""{"module": "os", "class_name": "system", "config": {"command": "true"}}""", "keras.foreign-module")]
    [InlineData("""{"module": "builtins", "class_name": "function", "config": "eval"}""", "keras.foreign-module")]
    [InlineData("""{"module": "keras_evil.layers", "class_name": "Dense", "config": {}}""", "keras.foreign-module")]
    [InlineData("""{"module": "kerasx", "class_name": "Dense", "config": {}}""", "keras.foreign-module")]
    [InlineData("""{"module": "keras.utils", "class_name": "get_file", "config": {"origin": "https://example.org/x"}}""", "keras.gadget")]
    [InlineData("""{"module": "keras.src.utils", "class_name": "function", "config": "get_file"}""", "keras.gadget")]
    [InlineData("""{"module": "keras.layers", "class_name": "TorchModuleWrapper", "config": {"module": "eA=="}}""", "keras.gadget")]
    [InlineData("""{"class_name": "x", "config": {"call": "keras.config.enable_unsafe_deserialization"}}""", "keras.unsafe-switch")]
    [InlineData("""{"module": "keras.layers", "class_name": "StringLookup", "config": {"vocabulary": "/etc/passwd"}}""", "keras.outside-file")]
    [InlineData("""{"module": "keras.layers", "class_name": "StringLookup", "config": {"vocabulary": "http://169.254.169.254/"}}""", "keras.outside-file")]
    public void What_loading_would_run_or_read_is_unsafe(string layer, string rule)
    {
        var report = Cases.Examine("m.keras", Zips.Stored(("config.json", Model(layer)), ("metadata.json", "{}"u8.ToArray())))[0];
        Assert.Contains(report.Findings, finding => finding.Rule.Id == rule);
        Assert.Equal(Verdict.Unsafe, report.Verdict);
    }

    [Theory]
    [InlineData("""{"class_name": "Custom>Mine", "registered_name": "mine>Mine", "module": null, "config": {}}""", "keras.custom")]
    [InlineData("""{"module": "builtins", "class_name": "function", "config": "my_activation", "registered_name": "function"}""", "keras.custom")]
    [InlineData("""{"module": "tensorflow.math", "class_name": "function", "config": "tanh"}""", "keras.framework-module")]
    [InlineData("""{"module": "keras.layers", "class_name": "StringLookup", "config": {"vocabulary": "words.txt"}}""", "keras.other-file")]
    public void What_needs_something_from_elsewhere_is_suspicious(string layer, string rule)
    {
        var report = Cases.Examine("m.keras", Zips.Stored(("config.json", Model(layer)), ("metadata.json", "{}"u8.ToArray())))[0];
        Assert.Equal([rule], report.Findings.Select(finding => finding.Rule.Id));
        Assert.Equal(Verdict.Suspicious, report.Verdict);
    }

    [Theory]
    [InlineData("""{"module": "keras.activations", "class_name": "function", "config": "relu"}""")]
    [InlineData("""{"module": "keras.src.losses.losses", "class_name": "function", "config": "mean_squared_error"}""")]
    [InlineData("""{"class_name": "__tuple__", "items": [1, 2]}""")]
    [InlineData("""{"module": "keras.layers", "class_name": "StringLookup", "config": {"vocabulary": ["a", "b"]}}""")]
    [InlineData("""{"class_name": "Dense", "config": {"name": "lambda_coefficient"}}""")]
    public void What_is_Keras_own_is_safe(string layer) =>
        Assert.Empty(Cases.Examine("m.keras", Zips.Stored(("config.json", Model(layer)), ("metadata.json", "{}"u8.ToArray())))[0].Findings);

    [Fact]
    public void A_description_that_is_no_JSON_is_malformed() =>
        Assert.Equal(Verdict.Malformed, Cases.Examine("m.keras", Zips.Stored(("config.json", "{"u8.ToArray()), ("metadata.json", "{}"u8.ToArray())))[0].Verdict);

    [Fact]
    public void Very_deep_descriptions_are_walked_without_end_of_the_stack()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":[""", 2000)) + """{"class_name": "Lambda"}""" + string.Concat(Enumerable.Repeat("]}", 2000));
        Assert.Equal(Verdict.Unsafe, Cases.Examine("m.keras", Zips.Stored(("config.json", Encoding.UTF8.GetBytes(deep)), ("metadata.json", "{}"u8.ToArray())))[0].Verdict);
    }

    [Fact]
    public void Ten_thousand_damaged_models_all_get_a_verdict() => Mutations.Survive(
    [
        ("a.keras", Zips.Stored(("config.json", Model(Dense)), ("metadata.json", "{}"u8.ToArray()))),
        .. Mutations.Small(Directory.GetFiles(Cases.Folder("synth/keras"))),
    ], 10_000, 22);

    private static byte[] Model(string layer) => Encoding.UTF8.GetBytes($$"""{"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": [{{layer}}]}, "registered_name": null}""");
}
