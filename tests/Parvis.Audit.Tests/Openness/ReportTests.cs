using System.Text.Json.Nodes;
using Parvis.Audit.Indicators.Openness;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Openness;
using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Audit.Tests.Openness;

public class ReportTests
{
    private static readonly Texts Sentences = new(typeof(AuditModule).Assembly);

    [Fact]
    public void Of_RedPajama_the_index_has_data_and_weights_where_the_model_file_has_no_record_or_no_licence()
    {
        var mof = Assert.IsType<OpennessFile.Mof>(Files.Read(Path.Combine(Cases.Folder("mot"), "models", "RedPajamas-INCITE.yml")));
        var osai = Assert.IsType<OpennessFile.Osai>(Files.Read(Path.Combine(Cases.Folder("osai"), "RedPajama-INCITE-Instruct-7B.yaml")));
        var report = Together(mof, osai);
        var (class3, index) = (report.Frameworks[0], report.Frameworks[1]);
        Assert.Equal(("mof.none", 33.3333), (class3.Outcome, Math.Round(class3.Progress[0].PerCent, 4)));
        Assert.Equal((8.5, 14), (index.Score, index.OutOf));

        var why = report.Disagreements.Where(one => (one.Left, one.Right) is ("mof", "osai") or ("osai", "mof")).ToDictionary(one => one.About, one => (one.Left, one.Cause));
        Assert.Equal(("mof", Disagreements.Record), why[Criteria.FinalParameters]);
        Assert.Equal(("mof", Disagreements.Record), why[Criteria.DataCard]);
        Assert.Equal(("mof", Disagreements.Licence), why[Criteria.Datasets]);
        Assert.Equal(("osai", Disagreements.Breadth), why[Criteria.ArchitectureCode]);
        Assert.DoesNotContain(Criteria.TrainingCode, why.Keys); // the index judges all code at once, which is said of the architecture
        Assert.DoesNotContain(Criteria.EvaluationDatasets, why.Keys); // of no weight before class III is reached
        Assert.Equal(("mof", Disagreements.OnlyOneCredits), why[Criteria.TuningDatasets]);
        Assert.DoesNotContain(Criteria.ModelCard, why.Keys); // both find it
    }

    [Fact]
    public void Of_Mistral_the_index_counts_closed_data_and_weights_half_open_that_class_III_does_not_ask_for()
    {
        var mof = Assert.IsType<OpennessFile.Mof>(Files.Read(Path.Combine(Cases.Folder("mot"), "models", "Mistral-7B-Instruct-v0.1.yml")));
        var osai = Assert.IsType<OpennessFile.Osai>(Files.Read(Path.Combine(Cases.Folder("osai"), "mistral-7B.yaml")));
        var why = Disagreements.Between(ModelOpennessFramework.Compatible(mof.Release, mof.Facts), OpenSourceAiIndex.Compatible(osai.Project, osai.Facts)).ToDictionary(one => one.About);
        Assert.Equal(("osai", Disagreements.OnlyOneAsks), (why[Criteria.TuningDatasets].Left, why[Criteria.TuningDatasets].Cause));
        Assert.Equal(("mof", Disagreements.OnlyOneCredits), (why[Criteria.Api].Left, why[Criteria.Api].Cause));
        Assert.Equal("osai.rldata", why[Criteria.TuningDatasets].LeftCriterion?.Id);
    }

    [Fact]
    public void An_open_model_of_every_part_is_open_to_every_framework_that_asks_for_parts()
    {
        var facts = new OpennessFacts("a",
        [
            .. MofComponent.All.Select(component => Claim.Provided("a", component.Criterion, component.Type == "code" ? "Apache-2.0" : "CC-BY-4.0", new Grounds("a", quote: "b"), ClaimMethod.Measured, "parvis")),
            new Claim("a", Criteria.DataInformation, Degree.Open, new Grounds("a", quote: "b"), ClaimMethod.Judged, "b"),
        ]);
        Assert.Equal("mof.i", ModelOpennessFramework.Corrected(facts).Outcome);
        Assert.Equal(FrameworkVerdict.MetOutcome, OpenSourceAiDefinition.Of(facts).Outcome);
        Assert.Equal(["sustainable-development", "ownership", "platform-independence", "data-extraction", "privacy", "standards", "no-harm"],
            DigitalPublicGoods.Of(facts).Criteria.Where(criterion => criterion.Met != Met.Yes).Select(criterion => criterion.About[0].Id).Except(["licensing"]));
    }

    [Fact]
    public void Data_that_are_not_open_keep_a_model_from_being_a_public_good_and_not_from_being_open_source_AI()
    {
        var evidence = new Grounds("a", quote: "b");
        Claim Open(Criterion criterion, string licence) => Claim.Provided("a", criterion, licence, evidence, ClaimMethod.DocumentRead, "b");
        var facts = new OpennessFacts("a",
        [
            Open(Criteria.ArchitectureCode, "MIT"), Open(Criteria.TrainingCode, "MIT"), Open(Criteria.InferenceCode, "MIT"), Open(Criteria.PreprocessingCode, "MIT"),
            Open(Criteria.FinalParameters, "Apache-2.0"), Open(Criteria.DataCard, "CC-BY-4.0"),
            new Claim("a", Criteria.DataInformation, Degree.Open, evidence, ClaimMethod.Judged, "b"),
            new Claim("a", Criteria.Datasets, Degree.Closed, evidence, ClaimMethod.Judged, "b"),
        ]);
        Assert.Equal(FrameworkVerdict.MetOutcome, OpenSourceAiDefinition.Of(facts).Outcome);
        Assert.Equal(FrameworkVerdict.NotMetOutcome, DigitalPublicGoods.Of(facts).Outcome);
        Assert.Contains(Disagreements.Of([OpenSourceAiDefinition.Of(facts), ModelOpennessFramework.Corrected(facts)]), one => one.Cause == Disagreements.Facts || one.About == Criteria.Datasets);
    }

    [Fact]
    public void A_use_restriction_keeps_a_model_from_being_open_source_AI()
    {
        var facts = new OpennessFacts("a", [Claim.Provided("a", Criteria.FinalParameters, "bigscience-bloom-rail-1.0", new Grounds("a", quote: "b"), ClaimMethod.Measured, "parvis")]);
        var parameters = OpenSourceAiDefinition.Of(facts).Criteria.Single(criterion => criterion.Id == "osaid.parameters");
        Assert.Equal((Met.No, "not-open"), (parameters.Met, parameters.Reason.Key));
        Assert.Equal(FrameworkVerdict.NotMetOutcome, OpenSourceAiDefinition.Of(facts).Outcome);
    }

    [Fact]
    public void Nothing_known_is_unknown_everywhere_and_never_closed() =>
        Assert.All(OpennessReport.Of(new OpennessFacts("a", [])).Frameworks.SelectMany(verdict => verdict.Criteria), criterion => Assert.Equal(Met.Unknown, criterion.Met));

    [Fact]
    public void The_files_of_a_repository_show_parts_and_do_not_show_that_others_are_missing()
    {
        var weights = new FileReport("model.safetensors") { Format = "safetensors", Sha256 = new string('a', 64) };
        weights.Tensors.Add(new Tensor("w", "F32", [1], 0, 4));
        var licence = new FileReport("LICENSE") { Sha256 = new string('b', 64) };
        licence.Facts[FactNames.LicenceId] = "Apache-2.0";
        var card = new FileReport("README.md") { Sha256 = new string('c', 64) };
        card.Facts[FactNames.DataSets] = new JsonArray("c4", "dolma");
        card.Facts[FactNames.Tags] = new JsonArray("text", "arxiv:2402.00838");
        var facts = RepositoryClaims.Of("a", [card, weights, licence, new FileReport("src/train.py") { Sha256 = new string('d', 64) }, new FileReport("a.zip!train.py")]);
        Assert.Equal(["training-code", "final-parameters", "model-card", "research-paper", "data-information", "licensing"], facts.Claims.Select(claim => claim.Criterion.Id));
        Assert.Equal("Apache-2.0", facts.Of(Criteria.FinalParameters)?.Licence);
        Assert.Equal((Degree.Partial, "c4, dolma"), (facts.Of(Criteria.DataInformation)?.Value, facts.Of(Criteria.DataInformation)?.Evidence.Quote));
        Assert.Null(facts.Of(Criteria.EvaluationCode));
    }

    [Fact]
    public void Every_word_of_a_report_has_its_sentence_in_every_language()
    {
        var files = new[] { ("mot", "models", "*.yml"), ("osai", "", "*.yaml") }.SelectMany(set => Directory.EnumerateFiles(Path.Combine(Cases.Folder(set.Item1), set.Item2), set.Item3)).Select(Files.Read);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
            foreach (var compatible in (bool[])[true, false])
            {
                var report = file is OpennessFile.Mof mof ? OpennessReport.Of(mof.Facts, mof, compatible: compatible) : file is OpennessFile.Osai osai ? OpennessReport.Of(osai.Facts, osai: osai, compatible: compatible) : throw new InvalidOperationException();
                keys.UnionWith(report.Frameworks.SelectMany(verdict => (IEnumerable<string>)[$"framework.{verdict.Framework}", $"mode.{verdict.Mode}", $"outcome.{verdict.Outcome}", .. verdict.Criteria.Select(criterion => $"reason.{criterion.Reason.Key}"), .. verdict.Differences.Select(difference => $"difference.{difference.Key}")]));
                keys.UnionWith(report.Disagreements.Select(disagreement => $"disagreement.{disagreement.Cause}"));
            }
        keys.UnionWith(Criteria.All.Select(criterion => $"criterion.{criterion.Id}"));
        keys.UnionWith(Enum.GetValues<Met>().Select(met => $"met.{OpennessReport.Word(met)}"));
        keys.UnionWith(Enum.GetValues<Degree>().Select(degree => $"degree.{OpennessReport.Word(degree)}"));
        keys.UnionWith(Enum.GetValues<ClaimMethod>().Select(method => $"method.{OpennessReport.Word(method)}"));
        keys.UnionWith(Enum.GetValues<Confidence>().Select(confidence => $"confidence.{OpennessReport.Word(confidence)}"));
        Assert.Empty(keys.Select(key => $"audit.openness.{key}").Except(Sentences.Keys));
        Assert.All(InterfaceLanguages.All, language => Assert.DoesNotContain(Sentences.Missing(language), key => key.StartsWith("audit.", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_same_facts_give_the_same_bytes_and_every_claim_that_is_cited_is_in_the_report()
    {
        var file = Path.Combine(Cases.Folder("mot"), "models", "Amber.yml");
        string Json() => Files.Read(file) is OpennessFile.Mof mof ? OpennessReport.Of(mof.Facts, mof).ToJson().ToJsonString() : "";
        Assert.Equal(Json(), Json());
        var report = JsonNode.Parse(Json())!;
        var claims = report["claims"]!.AsArray().Select(claim => (string)claim!["id"]!).ToHashSet(StringComparer.Ordinal);
        Assert.All(report["claims"]!.AsArray(), claim => Assert.NotNull((string?)claim!["evidence"]!["sha256"]));
        Assert.All(report["frameworks"]!.AsObject().SelectMany(framework => framework.Value!["criteria"]!.AsArray()).SelectMany(criterion => criterion!["claims"]!.AsArray()), cited => Assert.Contains((string)cited!, claims));
    }

    private static OpennessReport Together(OpennessFile.Mof mof, OpennessFile.Osai osai) =>
        OpennessReport.Of(new OpennessFacts(mof.Release.Name, [.. mof.Facts.Claims, .. osai.Facts.Claims]), mof, osai, compatible: true);
}
