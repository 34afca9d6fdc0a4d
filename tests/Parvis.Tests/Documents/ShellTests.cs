using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Parvis.Tests.Interface;
using Xunit;

namespace Parvis.Tests.Documents;

/// <summary>What the documents tell a reader to type works: commands are understood, addresses answer.</summary>
public sealed partial class ShellTests
{
    private static readonly string[] Documents = ["README.md", .. SourceTree.Files("docs", "*.md").Select(file => Path.GetRelativePath(SourceTree.Root, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_command_in_a_document_is_understood()
    {
        var commands = Lines("parvis ").ToList();
        Assert.True(commands.Count > 20, $"only {commands.Count} commands found");
        Assert.Empty(commands.SelectMany(line => Misunderstood(line.Words).Select(error => $"{line.Document}: {string.Join(' ', line.Words)}: {error}")));
    }

    [Fact]
    public void Every_filter_in_a_document_is_taken_as_a_filter()
    {
        var searches = Lines("parvis commons find ").Where(line => line.Words.Contains("--filter")).ToList();
        Assert.NotEmpty(searches);
        Assert.All(searches, line => Assert.Equal(line.Words.Where(word => word.Contains('=')), Node.Default().CommandLine().Parse([.. line.Words.Skip(1)]).GetValue<string[]>("--filter")));
    }

    [Theory]
    [InlineData("parvis commons search flood")]
    [InlineData("parvis commons show")]
    [InlineData("parvis commons harvest sitemap ./x")]
    public void A_command_that_does_not_exist_is_noticed(string line) => Assert.NotEmpty(Misunderstood(Words(line)));

    [Fact]
    public async Task Every_address_in_a_document_answers()
    {
        await using var node = await RunningNode.StartAsync(Node.Default());
        using var http = new HttpClient { BaseAddress = node.Address };
        var lines = Lines("curl ").ToList();
        Assert.True(lines.Count > 15, $"only {lines.Count} addresses found");
        foreach (var (document, words) in lines)
        {
            using var answer = await AskAsync(http, words);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{document}: {string.Join(' ', words)}: {(int)answer.StatusCode}");
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
        using var missing = await AskAsync(http, Words("curl http://127.0.0.1:5080/api/commons/records/nothing"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public void A_line_is_cut_into_words_as_a_shell_does() =>
        Assert.Equal(["curl", "-H", "Accept: text/csv", "http://a/?b=c&d=e"], Words("curl -H \"Accept: text/csv\" 'http://a/?b=c&d=e' > out.csv"));

    private static IEnumerable<string> Misunderstood(IReadOnlyList<string> words) => Node.Default().CommandLine().Parse([.. words.Skip(1)]).Errors.Select(error => error.Message);

    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, IReadOnlyList<string> words)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(words.First(word => word.StartsWith("http://127.0.0.1:5080/", StringComparison.Ordinal))).PathAndQuery);
        for (var i = 0; i < words.Count - 1; i++)
        {
            if (words[i] == "-H") request.Headers.TryAddWithoutValidation(words[i + 1].Split(": ")[0], words[i + 1].Split(": ")[1]);
        }
        if (request.Headers.Accept.Count == 0) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<(string Document, IReadOnlyList<string> Words)> Lines(string program) => Documents.SelectMany(document =>
        Fence().Matches(SourceTree.Read(document)).SelectMany(match => match.Groups["lines"].Value.Split('\n')).Where(line => line.StartsWith(program, StringComparison.Ordinal)).Select(line => (document, Words(line))));

    private static IReadOnlyList<string> Words(string line) =>
        [.. Word().Matches(line.Split(" > ")[0]).Select(match => match.Groups["in"].Success ? match.Groups["in"].Value : match.Value)];

    [GeneratedRegex(@"^```sh\n(?<lines>[\s\S]*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("\"(?<in>[^\"]*)\"|'(?<in>[^']*)'|\\S+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
