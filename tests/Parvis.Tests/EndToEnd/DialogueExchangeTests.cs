using System.Text.RegularExpressions;
using Parvis.Tests.Evidence;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>A conversation goes into a node and out again, and its result is the same before and after, computed by anybody.</summary>
public sealed partial class DialogueExchangeTests : IDisposable
{
    private readonly ParvisProgram _program = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_real_conversation_taken_in_and_written_again_gives_the_same_result()
    {
        var original = Cases.Folder("dialogue/polis-export/brexit-consensus");
        var imported = await DoneAsync("dialogue", "import", original, "--written-in", "en");
        Assert.Contains("5,312 votes on 50 statements", imported, StringComparison.Ordinal);
        var id = Id().Match(imported).Groups["id"].Value;
        var folder = Beside("exact");
        await DoneAsync("dialogue", "export", id, folder, "--with-rejected");
        Assert.Equal(await ResultAsync(original), await ResultAsync(folder));

        await DoneAsync("dialogue", "export", id, Beside("old"), "--files", "old");
        Assert.Equal(Without(Path.Combine(original, "votes.csv"), "datetime"), Without(Path.Combine(Beside("old"), "votes.csv"), "datetime"));

        await DoneAsync("dialogue", "export", id, Beside("public.json"), "--public");
        Assert.Contains("From a public export", await DoneAsync("dialogue", "recompute", Beside("public.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulated_conversation_with_rejected_statements_and_bans_comes_back_the_same_and_rejected_words_do_not()
    {
        var made = Beside("made");
        await DoneAsync("dialogue", "simulate", made, "--people", "150", "--statements", "30", "--votes", "2500");
        var statements = await File.ReadAllLinesAsync(Path.Combine(made, "comments.csv"), Cancel);
        statements[3] = statements[3].Replace(",1,Simulated statement 2", ",-1,Words that were rejected", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(Path.Combine(made, "comments.csv"), statements, Cancel);
        await File.WriteAllLinesAsync(Path.Combine(made, "banned.csv"), ["participant", "7", "31"], Cancel);
        var id = Id().Match(await DoneAsync("dialogue", "import", made)).Groups["id"].Value;
        await DoneAsync("dialogue", "export", id, Beside("again"));
        Assert.Equal(await ResultAsync(made), await ResultAsync(Beside("again")));
        Assert.Equal("participant\n7\n31\n", await File.ReadAllTextAsync(Path.Combine(Beside("again"), "banned.csv"), Cancel));
        Assert.DoesNotContain("Words that were rejected", await File.ReadAllTextAsync(Path.Combine(Beside("again"), "comments.csv"), Cancel), StringComparison.Ordinal);
        await DoneAsync("dialogue", "export", id, Beside("public.json"), "--public");
        Assert.DoesNotContain("Words that were rejected", await File.ReadAllTextAsync(Beside("public.json"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_export_is_not_taken_and_an_unknown_conversation_is_not_written()
    {
        var made = Beside("made");
        await DoneAsync("dialogue", "simulate", made, "--people", "20", "--statements", "10", "--votes", "100");
        await File.AppendAllTextAsync(Path.Combine(made, "votes.csv"), "1,Thu,0,0,5\n", Cancel);
        var refused = await _program.RunAsync("dialogue", "import", made);
        Assert.Equal(3, refused.Code);
        Assert.Contains("votes.csv, line 102, column 11", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_program.Data));
        Assert.Equal(4, (await _program.RunAsync("dialogue", "export", "nobody", Beside("out"))).Code);
        Assert.False(Directory.Exists(Beside("out")));
    }

    public void Dispose() => _program.Dispose();

    private string Beside(string name) => Path.Combine(Path.GetDirectoryName(_program.Data)!, name);

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var (code, output, error) = await _program.RunAsync(arguments);
        Assert.True(code == 0, error);
        return output;
    }

    private Task<string> ResultAsync(string folder) => DoneAsync("dialogue", "recompute", folder, "--json", "-");

    private static IEnumerable<string> Without(string file, string column)
    {
        var rows = File.ReadAllLines(file).Select(line => line.Split(',')).ToList();
        var place = Array.IndexOf(rows[0], column);
        return rows.Select(row => string.Join(',', row.Where((_, at) => at != place)));
    }

    [GeneratedRegex("Conversation (?<id>[0-9a-z]+),", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
