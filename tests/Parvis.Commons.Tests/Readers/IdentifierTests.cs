using Parvis.Commons.Records;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class IdentifierTests
{
    [Theory]
    [InlineData("https://www.GitHub.com/Org/Repo.git", "url:github.com/org/repo")]
    [InlineData("https://github.com/org/repo/tree/main", "url:github.com/org/repo")]
    [InlineData("https://github.com/org/repo/tree/main/part", "url:github.com/org/repo/tree/main/part")]
    [InlineData("https://github.com/org/repo/blob/main/README.md", "url:github.com/org/repo")]
    [InlineData("https://github.com/org/repo/blob/main/LICENSE", null)]
    [InlineData("https://github.com/org", null)]
    [InlineData("https://github.com", null)]
    [InlineData("https://huggingface.co", null)]
    [InlineData("https://huggingface.co/bigscience", null)]
    [InlineData("https://huggingface.co/bigscience/bloom/tree/main", "hf:models/bigscience/bloom")]
    [InlineData("https://hf.co/datasets/OpenAI/humaneval", "hf:datasets/openai/humaneval")]
    [InlineData("https://huggingface.co/datasets/squad", "hf:datasets/squad")]
    [InlineData("https://huggingface.co/docs/hub", null)]
    [InlineData("https://doi.org/10.5281/ZENODO.10843668", "doi:10.5281/zenodo.10843668")]
    [InlineData("https://zenodo.org/records/10843668", "doi:10.5281/zenodo.10843668")]
    [InlineData("https://arxiv.org/pdf/2010.14678v1.pdf", "arxiv:2010.14678")]
    [InlineData("https://arxiv.org/abs/cs/0112017", "arxiv:cs/0112017")]
    [InlineData("https://example.org/thing", null)]
    [InlineData("https://twitter.com/someone", null)]
    [InlineData("http://www.openmrs.org/?utm_source=x", "url:openmrs.org")]
    [InlineData("https://openmrs.org/a/?b=2&a=1&ref=x#part", "url:openmrs.org/a?a=1&b=2")]
    public void An_address_identifies_one_thing_or_nothing(string address, string? identifier) =>
        Assert.Equal(identifier, Identifier.Of(new Uri(address)));

    [Theory]
    [InlineData("hf:models/Ns/M", "hf:models/ns/m")]
    [InlineData("doi:10.1000/ABC", "doi:10.1000/abc")]
    [InlineData("arXiv:2408.17024v2", "arxiv:2408.17024")]
    [InlineData("nothing", null)]
    public void An_identifier_written_by_a_person_is_brought_to_its_one_spelling(string text, string? identifier) =>
        Assert.Equal(identifier, Identifier.Parse(text));
}
