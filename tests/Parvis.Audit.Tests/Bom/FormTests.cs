using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parvis.Audit.Indicators.Bom;
using Parvis.Audit.Indicators.Forms;
using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Audit.Tests.Bom;

/// <summary>Forms say what is known and leave the rest open, by name.</summary>
public sealed partial class FormTests
{
    [Fact]
    public void The_summary_of_training_names_the_data_sets_of_the_card_and_leaves_open_what_only_the_provider_knows()
    {
        using var model = new Repository();
        var answers = Answers(model, TrainingSummary.Form);
        Assert.Equal(["provider", "model-names", "dependencies", "data-languages", "public-list"], answers.Where(answer => answer.Value is not null).Select(answer => answer.Key));
        Assert.Equal(["Awa Diop"], answers["provider"]!.Words);
        Assert.Equal(["petit 1.2.0"], answers["model-names"]!.Words);
        Assert.Equal(["bigscience/bloom-560m"], answers["dependencies"]!.Words);
        Assert.Equal(["fr", "wo"], answers["data-languages"]!.Words);
        Assert.Equal(("wikimedia/wikipedia", "self-declared", "README.md"), (answers["public-list"]!.Words.Single(), answers["public-list"]!.Method, answers["public-list"]!.Path));
        Assert.Equal(45, answers.Count); // fields of the template, its own version and date included
    }

    [Fact]
    public void The_documentation_of_the_model_has_its_measured_size_digest_and_licence()
    {
        using var model = new Repository();
        var answers = Answers(model, ModelDocumentation.Form);
        Assert.Equal(["6", "1–500M"], answers["model-size"]!.Words);
        Assert.Equal("measured", answers["model-size"]!.Method);
        Assert.Equal([$"sha256:{model.Audit().Subject.Digest} (OpenSSF Model Signing)"], answers["authenticity"]!.Words);
        Assert.Equal(["Apache-2.0"], answers["licence"]!.Words);
        Assert.Equal(["open"], answers["licence-category"]!.Words);
        Assert.Equal(["BloomForCausalLM", "bloom"], answers["architecture"]!.Words);
        Assert.Equal(["hidden_size: 8", "n_layer: 2"], answers["design"]!.Words);
        Assert.Equal(["text"], answers["input-modalities"]!.Words);
        Assert.Equal(["numpy==2.1.0", "torch>=2"], answers["software"]!.Words);
        Assert.Equal(("Intended use", "see"), (answers["uses"]!.Words.Single(), answers["uses"]!.Method));
        Assert.Equal(["document-date", "document-version", "union-date", "input-size", "output-size", "channels", "assets", "use-policy", "integration", "hardware", "training-rationale", "data-modalities", "data-obtained", "data-points", "data-curation", "data-unsuitable", "data-biases", "compute-time", "compute-amount", "compute-method", "energy-amount", "energy-method", "inference-amount", "inference-method"], answers.Where(answer => answer.Value is null).Select(answer => answer.Key));
    }

    [Fact]
    public void Every_title_and_question_stands_in_every_language_and_an_open_field_keeps_its_name()
    {
        using var model = new Repository();
        foreach (var language in InterfaceLanguages.All)
        {
            foreach (var form in Form.All)
            {
                var texts = new Texts(typeof(AuditModule).Assembly).In(language);
                var markdown = FormMarkdown.Write(form, BillOfMaterials.Of(model.Audit(), new()), texts);
                Assert.DoesNotContain("audit.form", markdown, StringComparison.Ordinal);
                Assert.Contains($"- **{texts["audit.form.field.document-version"]}**\n  *{texts["audit.form.unknown"]}*\n", markdown, StringComparison.Ordinal);
                var json = JsonNode.Parse(FormJson.Write(form, BillOfMaterials.Of(model.Audit(), new()), texts))!;
                Assert.Equal(form.Sections.Select(section => section.Number), json["sections"]!.AsArray().Select(section => (string)section!["number"]!));
                Assert.Null(json["sections"]![0]!["fields"]!.AsArray().Single(field => (string)field!["id"]! == "document-version")!["answer"]);
                Assert.Equal((int)json["answered"]!, json["sections"]!.AsArray().SelectMany(section => section!["fields"]!.AsArray()).Count(field => field!["answer"] is not null));
            }
        }
    }

    [Fact]
    public void Words_of_strangers_are_no_markup()
    {
        using var model = new Repository();
        model.Write("CITATION.cff", "title: x\nauthors:\n- name: \"<script>alert(1)</script> [a](https://evil.example) `x` **b**\\n# Not a title\"\n");
        var markdown = FormMarkdown.Write(TrainingSummary.Form, BillOfMaterials.Of(model.Audit(), new()), new Texts(typeof(AuditModule).Assembly).In("en"));
        Assert.DoesNotMatch(Markup(), markdown);
        Assert.Contains(@"\<script\>alert\(1\)", markdown, StringComparison.Ordinal);
    }

    private static Dictionary<string, FormAnswer?> Answers(Repository model, Form form) =>
        form.Fill(BillOfMaterials.Of(model.Audit(), new())).ToDictionary(field => field.Field.Id, field => field.Answer, StringComparer.Ordinal);

    [GeneratedRegex(@"(?<!\\)<script|(?<!\\)\]\(|\n# Not|(?<!\\)`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Markup();
}
