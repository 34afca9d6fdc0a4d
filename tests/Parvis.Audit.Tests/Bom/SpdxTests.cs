using System.Text.Json.Nodes;
using Parvis.Audit.Indicators.Bom;
using Xunit;

namespace Parvis.Audit.Tests.Bom;

/// <summary>A bill in SPDX 3.</summary>
public sealed class SpdxTests
{
    [Fact]
    public void A_small_model_is_an_AI_package_with_its_files_its_origins_and_one_licence_declared_and_one_concluded()
    {
        using var model = new Repository();
        var graph = Graph(model);
        var subject = graph.Single(element => (string)element["type"]! == "ai_AIPackage");
        Assert.Equal(("petit", "1.2.0", "2026-03-01T00:00:00Z"), ((string)subject["name"]!, (string)subject["software_packageVersion"]!, (string)subject["releaseTime"]!));
        Assert.Equal("""["bloom","BloomForCausalLM"]""", subject["ai_typeOfModel"]!.ToJsonString());
        Assert.Contains("""{"type":"DictionaryEntry","key":"parameters","value":"6"}""", subject["ai_hyperparameter"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(5, graph.Count(element => (string)element["type"]! == "software_File"));
        Assert.Equal(["ancestorOf", "contains", "dependsOn", "hasConcludedLicense", "hasDeclaredLicense", "trainedOn"], graph.Where(element => (string)element["type"]! == "Relationship").Select(element => (string)element["relationshipType"]!).Order());
        Assert.Equal("Apache-2.0", (string)graph.Single(element => (string)element["type"]! == "simplelicensing_LicenseExpression")["simplelicensing_licenseExpression"]!);
        Assert.Equal("bigscience/bloom-560m", Name(graph, "ancestorOf", "from"));
        Assert.Equal("wikimedia/wikipedia", Name(graph, "trainedOn", "to"));
        Assert.Equal("1970-01-01T00:00:00Z", (string)graph[0]["created"]!);
        Assert.NotNull(graph[0]["comment"]);
    }

    [Fact]
    public void The_profile_for_AI_is_claimed_only_when_all_that_it_requires_is_known()
    {
        using var model = new Repository();
        Assert.DoesNotContain("ai", Profiles(Graph(model)));
        Assert.Contains("ai", Profiles(Graph(model, new(Location: new("https://example.org/petit")))));
    }

    private static string Name(List<JsonNode> graph, string relation, string end)
    {
        var found = graph.Single(element => (string?)element["relationshipType"] == relation)[end]!;
        var id = found is JsonArray many ? (string)many.Single()! : (string)found!;
        return (string)graph.Single(element => (string?)element["spdxId"] == id)["name"]!;
    }

    private static IEnumerable<string> Profiles(List<JsonNode> graph) => graph.Single(element => (string)element["type"]! == "SpdxDocument")["profileConformance"]!.AsArray().Select(profile => (string)profile!);

    private static List<JsonNode> Graph(Repository model, BillGiven? given = null) => [.. CycloneDxTests.Write(model, "spdx-3.0", given)["@graph"]!.AsArray().Select(element => element!)];
}
