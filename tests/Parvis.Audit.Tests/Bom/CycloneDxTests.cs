using System.Text.Json.Nodes;
using Parvis.Audit.Indicators.Bom;
using Xunit;

namespace Parvis.Audit.Tests.Bom;

/// <summary>A bill says what the files say and what was measured, and nothing else.</summary>
public sealed class CycloneDxTests
{
    [Fact]
    public void A_small_model_is_described_by_what_its_files_say()
    {
        using var model = new Repository();
        var bill = Write(model, "cyclonedx-1.6");
        var subject = bill["metadata"]!["component"]!;
        Assert.Equal(("machine-learning-model", "petit", "1.2.0", "Awa Diop"), ((string)subject["type"]!, (string)subject["name"]!, (string)subject["version"]!, (string)subject["supplier"]!["name"]!));
        Assert.Equal("""[{"license":{"id":"Apache-2.0","acknowledgement":"declared"}}]""", subject["licenses"]!.ToJsonString());
        Assert.Equal("pkg:huggingface/bigscience/bloom-560m", (string)subject["pedigree"]!["ancestors"]![0]!["purl"]!);
        var parameters = subject["modelCard"]!["modelParameters"]!;
        Assert.Equal(("text-generation", "bloom", "BloomForCausalLM", "text"), ((string)parameters["task"]!, (string)parameters["architectureFamily"]!, (string)parameters["modelArchitecture"]!, (string)parameters["inputs"]![0]!["format"]!));
        Assert.Equal("""[{"type":"accuracy","value":"0.61","slice":"AfriQA"}]""", subject["modelCard"]!["quantitativeAnalysis"]!["performanceMetrics"]!.ToJsonString());
        Assert.Equal("README.md: Limitations", (string)subject["modelCard"]!["considerations"]!["technicalLimitations"]![0]!);
        Assert.Contains("""{"name":"parvis:parameters","value":"6"}""", subject["properties"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["README.md", "https://doi.org/10.1234/petit", "https://arxiv.org/abs/2401.04088"], subject["externalReferences"]!.AsArray().Select(reference => (string)reference!["url"]!));
        var components = bill["components"]!.AsArray();
        Assert.Equal(["CITATION.cff", "README.md", "config.json", "model.safetensors", "requirements.txt", "bigscience/bloom-560m", "wikimedia/wikipedia", "numpy", "torch"], components.Select(component => (string)component!["name"]!));
        Assert.Equal("pkg:pypi/numpy@2.1.0", (string)components[7]!["purl"]!);
        Assert.Equal("pkg:pypi/torch", (string)components[8]!["purl"]!);
        var digest = model.Audit().Files.Single(file => file.Path == "model.safetensors").Sha256;
        Assert.Equal(digest, (string)components[3]!["hashes"]![0]!["content"]!);
        Assert.Equal(components.Select(component => (string)component!["bom-ref"]!), bill["dependencies"]![0]!["dependsOn"]!.AsArray().Select(reference => (string)reference!));
    }

    [Fact]
    public void The_same_model_has_the_same_bill_and_number_and_another_has_another()
    {
        using var model = new Repository();
        foreach (var format in BomFormat.All) Assert.Equal(format.Of(BillOfMaterials.Of(model.Audit(), new())), format.Of(BillOfMaterials.Of(model.Audit(), new())));
        var number = (string)Write(model, "cyclonedx-1.7")["serialNumber"]!;
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", number);
        model.Write("more.txt", "words");
        Assert.NotEqual(number, (string)Write(model, "cyclonedx-1.7")["serialNumber"]!);
    }

    [Fact]
    public void A_time_stands_there_only_when_it_is_given()
    {
        using var model = new Repository();
        Assert.Null(Write(model, "cyclonedx-1.6")["metadata"]!["timestamp"]);
        Assert.Equal("2026-11-24T12:00:00Z", (string)Write(model, "cyclonedx-1.6", new(Time: new(2026, 11, 24, 13, 0, 0, TimeSpan.FromHours(1))))["metadata"]!["timestamp"]!);
    }

    [Theory]
    [InlineData("cyclonedx-1.6", "mit OR apache-2.0", """[{"expression":"MIT OR Apache-2.0","acknowledgement":"declared"}]""")]
    [InlineData("cyclonedx-1.6", "my own", """[{"license":{"name":"my own","acknowledgement":"declared"}}]""")]
    [InlineData("cyclonedx-1.7", "mit OR apache-2.0", """[{"expression":"MIT OR Apache-2.0","acknowledgement":"declared"}]""")]
    public void Words_that_are_no_licence_of_the_list_are_a_name_and_a_choice_is_an_expression(string format, string stated, string expected)
    {
        using var model = new Repository();
        model.Write("README.md", $"---\nlicense: {stated}\n---\n# Petit\n");
        Assert.Equal(expected, Write(model, format)["metadata"]!["component"]!["licenses"]!.ToJsonString());
    }

    internal static JsonNode Write(Repository model, string format, BillGiven? given = null) =>
        JsonNode.Parse(BomFormat.All.Single(one => one.Word == format).Of(BillOfMaterials.Of(model.Audit(), given ?? new())))!;
}
