using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Polis;
using Xunit;

namespace Parvis.Dialogue.Tests;

/// <summary>Real conversations of <c>$PARVIS_CASES/dialogue</c>, whichever are there.</summary>
internal static class Cases
{
    /// <summary>Names of the conversations of a kind: <c>polis-export</c>, <c>polis-math</c>, <c>expected-ref</c>.</summary>
    public static IReadOnlyList<string> Names(string kind) => Root is null || !Directory.Exists(Path.Combine(Root, kind))
        ? []
        : [.. Directory.EnumerateDirectories(Path.Combine(Root, kind)).Select(path => Path.GetFileName(path)).Concat(Directory.EnumerateFiles(Path.Combine(Root, kind), "*.json").Select(path => Path.GetFileNameWithoutExtension(path))).Order(StringComparer.Ordinal)];

    /// <summary>Rows of a theory; one of no name when there is no conversation, so that it can be skipped with a reason.</summary>
    public static TheoryData<string> Rows(string kind, Func<string, bool>? which = null)
    {
        var names = Names(kind).Where(which ?? (_ => true)).ToList();
        return [.. names.Count == 0 ? [""] : names];
    }

    /// <summary>The path of something in the folder; the test is skipped when it is not there.</summary>
    public static string PathOf(params string[] parts)
    {
        Assert.SkipWhen(Root is null || parts.Contains("") || !Path.Exists(Path.Combine([Root, .. parts])), $"no shared/data/dialogue/{string.Join('/', parts)}: set PARVIS_CASES");
        return Path.Combine([Root, .. parts]);
    }

    public static bool Has(params string[] parts) => Root is not null && Path.Exists(Path.Combine([Root, .. parts]));

    public static JsonElement Json(params string[] parts)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(parts)));
        return document.RootElement.Clone();
    }

    public static IReadOnlyList<PolisStatement> Statements(string kind, string name)
    {
        var path = PathOf(kind, name, "comments.csv");
        return [.. PolisExport.Statements(path, File.OpenRead(path))];
    }

    public static IReadOnlyList<VoteEvent> Votes(string kind, string name)
    {
        var path = PathOf(kind, name, "votes.csv");
        return [.. PolisExport.Votes(path, File.OpenRead(path))];
    }

    public static IReadOnlyList<PolisParticipant> Participants(string name)
    {
        var path = PathOf("polis-export", name, "participants-votes.csv");
        return [.. PolisExport.Participants(path, File.OpenRead(path))];
    }

    /// <summary>An exported conversation in the order of votes; of participants where the export has no votes with times.</summary>
    public static OpinionState Export(string name, OpinionSettings settings)
    {
        var state = new OpinionState(settings, MatrixCaps.None);
        if (Has("polis-export", name, "votes.csv")) state.Cast([.. PolisExport.InOrder(Votes("polis-export", name))]);
        else state.CastUnordered(Participants(name).OrderBy(row => row.Participant).SelectMany(row => row.Votes));
        state.Moderate([.. Statements("polis-export", name).Select(statement => statement.Status)]);
        return state;
    }

    private static string? Root { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PARVIS_CASES") is { Length: > 0 } set) return Path.Combine(set, "dialogue");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "data", "dialogue");
            if (Directory.Exists(folder)) return folder;
        }
        return null;
    }
}
