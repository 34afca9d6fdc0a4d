using Parvis.Commons.Records;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class MofReaderTests
{
    [Fact]
    public void Every_model_file_is_one_record_and_nothing_else_is()
    {
        foreach (var file in Cases.Files("mof"))
        {
            var isModel = file.Name.EndsWith(".yml", StringComparison.Ordinal) && !file.Path.StartsWith("schema/", StringComparison.Ordinal);
            Assert.Equal((file.Path, isModel ? (1, 0, 0) : (0, 0, 1)), (file.Path, Cases.Count(Cases.Read("mof", file))));
        }
    }

    [Fact]
    public void Two_releases_of_one_name_are_two_records()
    {
        var keys = Cases.Files("mof").SelectMany(f => Cases.Read("mof", f)).OfType<Reading.Found>().Select(f => f.Record.Key).ToArray();

        Assert.Equal(keys.Length, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("licenses.json", "licence-list")]
    [InlineData("mof-licenses.json", "licence-list")]
    [InlineData("schema/mof_schema.json", "json-schema")]
    [InlineData("schema/sample_model.yml", "template")]
    [InlineData("test_data/expected_results.json", "evaluation-results")]
    [InlineData("test_data/README.md", "documentation")]
    public void What_is_no_model_file_says_what_it_is(string path, string reason)
    {
        var file = Cases.Files("mof").Single(f => f.Path == path);

        Assert.Equal(new Reading.NotRecords(path, reason), Assert.Single(Cases.Read("mof", file)));
    }

    [Fact]
    public void A_release_keeps_the_licence_of_each_component_and_of_the_whole()
    {
        var record = Cases.Only(Cases.Read("mof", "models/Small.yml", """
            framework: {name: 'Model Openness Framework', version: '1.0', date: '2024-12-15'}
            release:
              name: Small
              version: 7B
              date: '2025-05-10'
              type: language
              architecture: 'transformer decoder'
              producer: Small Labs
              contact: jane@small.example
              repository: https://github.com/small/Small
              huggingface: https://huggingface.co/small/Small-7B
              license:
                distribution: {name: Apache-2.0, path: https://github.com/small/Small/blob/main/LICENSE}
              components:
                - {name: 'Training code', description: 'Code', license: MIT, component_path: 'https://github.com/small/Small/tree/main/train'}
                - {name: 'Research paper', license: CC-BY-4.0, component_path: 'https://arxiv.org/abs/2211.05100v3'}
                - {name: 'Datasets', license: unlicensed}
            """));

        Assert.Equal(("mof", "Small", "model", "7B"), (record.Authority, record.Key, record.Kind, record.Version));
        Assert.Equal(new DateOnly(2025, 5, 10), record.Released);
        Assert.Equal(["hf:models/small/small-7b", "url:github.com/small/small"], record.Identifiers);
        Assert.Equal([("MIT", "Training code"), ("CC-BY-4.0", "Research paper"), ("Apache-2.0", "distribution")], record.Licences.OrderByDescending(l => l.Component!.Length == 13).ThenBy(l => l.Component == "distribution").Select(l => (l.Text, l.Component!)));
        Assert.Equal([new Relation("paper", "arxiv:2211.05100")], record.Relations);
        Assert.Contains(new Fact("mof.component", "Training code", Citation: new Uri("https://github.com/small/Small/tree/main/train")), record.Facts);
        Assert.Contains(new Fact("mof.component.unlicensed", "Datasets"), record.Facts);
        Assert.Equal([new Organisation("Small Labs", null, "producer")], record.Organisations);
    }

    [Fact]
    public void The_roots_of_public_hosts_identify_nothing()
    {
        var record = Cases.Only(Cases.Read("mof", "m.yml", "release:\n  name: M\n  repository: https://github.com\n  huggingface: https://huggingface.co/bigscience\n"));

        Assert.Empty(record.Identifiers);
    }

    [Fact]
    public void A_file_without_a_release_or_a_name_is_refused()
    {
        Assert.Equal("release.missing", Assert.IsType<Reading.Refused>(Assert.Single(Cases.Read("mof", "m.yml", "framework: {name: MOF}\n"))).Rule);
        Assert.Equal("title.missing", Assert.IsType<Reading.Refused>(Assert.Single(Cases.Read("mof", "m.yml", "release: {version: 1B}\n"))).Rule);
    }
}
