using System.Reflection;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Openness;
using Xunit;

namespace Parvis.Audit.Tests.Openness;

public class ClaimTests
{
    [Fact]
    public void A_claim_cannot_be_made_without_evidence()
    {
        Assert.Throws<ArgumentNullException>(() => new Claim("a", Criteria.Datasets, Degree.Open, null!, ClaimMethod.Judged, "b"));
        var constructor = Assert.Single(typeof(Claim).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic));
        Assert.Contains(typeof(Grounds), constructor.GetParameters().Select(parameter => parameter.ParameterType));
        Assert.False(typeof(Claim).GetProperty(nameof(Claim.Evidence))!.CanWrite);
    }

    [Fact]
    public void Evidence_is_an_address_or_a_place_whose_words_or_bytes_are_known()
    {
        Assert.Throws<ArgumentException>(() => new Grounds(" "));
        Assert.Throws<ArgumentException>(() => new Grounds("README.md"));
        Assert.Throws<ArgumentException>(() => new Grounds(null, quote: "open"));
        Assert.Equal("open", new Grounds("README.md", quote: " open ").Quote);
        Assert.NotNull(new Grounds(null, address: new Uri("https://example.org")).Address);
    }

    [Fact]
    public void An_answer_without_evidence_is_refused_and_named() => Refused(OpennessRules.Evidence, ("criterion", "datasets"), "datasets: {value: open}");

    [Fact]
    public void An_answer_whose_evidence_is_only_a_place_is_refused() => Refused(OpennessRules.Evidence, ("criterion", "datasets"), "datasets: {value: open, evidence: {place: README.md}}");

    [Fact]
    public void An_answer_to_a_question_nobody_asks_is_refused() => Refused(OpennessRules.Criterion, ("criterion", "data-sets"), "data-sets: {value: open, evidence: {address: https://example.org}}");

    [Fact]
    public void A_value_that_is_none_is_refused() => Refused(OpennessRules.Value, ("value", "yes"), "datasets: {value: yes, evidence: {address: https://example.org}}");

    [Fact]
    public void Unknown_is_an_answer_and_decides_nothing()
    {
        var facts = Assert.IsType<OpennessFile.Answers>(Files.Read("openness.yaml", Answers("datasets: {value: unknown, evidence: {place: README.md, quote: nothing about data}}"))).Facts;
        Assert.Equal(Degree.Unknown, Assert.Single(facts.Claims).Value);
        Assert.Null(facts.Of(Criteria.Datasets));
    }

    [Fact]
    public void What_was_measured_goes_before_what_is_declared_and_the_contradiction_is_kept()
    {
        var evidence = new Grounds("LICENSE", quote: "Llama 2");
        var facts = new OpennessFacts("a",
        [
            Claim.Provided("a", Criteria.FinalParameters, "Apache-2.0", evidence, ClaimMethod.SelfDeclared, "b"),
            Claim.Provided("a", Criteria.FinalParameters, "llama2", evidence, ClaimMethod.Measured, "parvis"),
        ]);
        Assert.Equal("llama2", facts.Of(Criteria.FinalParameters)?.Licence);
        Assert.Equal([Criteria.FinalParameters], facts.Contradictions);
    }

    [Fact]
    public void A_licence_that_a_person_can_show_goes_before_files_that_say_nothing_of_one()
    {
        var facts = new OpennessFacts("a",
        [
            Claim.Provided("a", Criteria.FinalParameters, null, new Grounds("model.gguf", quote: "gguf"), ClaimMethod.Measured, "parvis"),
            Claim.Provided("a", Criteria.FinalParameters, "Apache-2.0", new Grounds(null, address: new Uri("https://example.org/licence")), ClaimMethod.DocumentRead, "b"),
        ]);
        Assert.Equal("Apache-2.0", facts.Of(Criteria.FinalParameters)?.Licence);
    }

    [Fact]
    public void The_answers_that_the_document_shows_are_read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Parvis.slnx"))) root = root.Parent!;
        var sample = File.ReadAllText(Path.Combine(root.FullName, "docs", "openness.md")).Split("```yaml\n")[1].Split("```")[0];
        var answers = Assert.IsType<OpennessFile.Answers>(Files.Read("openness.yaml", sample)).Facts.Claims;
        Assert.Equal([("training-code", Degree.Open, "Apache-2.0"), ("data-information", Degree.Partial, null)], answers.Select(claim => (claim.Criterion.Id, claim.Value, claim.Licence)));
    }

    private static void Refused(Rule rule, (string Name, string Value) value, string answer)
    {
        var finding = Assert.Throws<MalformedException>(() => Files.Read("openness.yaml", Answers(answer))).Finding;
        Assert.Equal(rule, finding.Rule);
        Assert.Equal(value.Value, finding.Values[value.Name]);
    }

    private static string Answers(string answer) => $"""
        openness: 1
        subject: A
        by: B
        date: 2026-11-20
        answers:
          {answer}
        """;
}
