using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parvis.Dialogue.Records.Polis;

namespace Parvis.Dialogue.Records.Exchange;

/// <summary>
/// A conversation as anybody may have it: votes only as sums over at least <see cref="FewestPeople"/> people, each vote in one sum at most, so that no difference of two sums tells about fewer.
/// No statement has an author, and people have other numbers in each export.
/// </summary>
internal sealed record PublicConversation
{
    /// <summary>The name of the format, and its version.</summary>
    public const string FormatName = "parvis-dialogue-public-1";

    /// <summary>The fewest people that a sum may be about.</summary>
    public const int Fewest = 5;

    /// <summary>There are so many people for each sum that is shown: on average over people, whoever knows some votes of a person then finds that person, whatever the method, in at most one of twenty tries.</summary>
    public const int PeopleForEachSum = 20;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required string Format { get; init; }

    public required string Topic { get; init; }

    public required string Description { get; init; }

    /// <summary>The version of the mathematics that found the groups, and its mode.</summary>
    public required string Algorithm { get; init; }

    public required string Mode { get; init; }

    /// <summary>People and votes below which nothing is shown.</summary>
    public required int FewestPeople { get; init; }

    /// <summary>Everybody who voted, whether shown in a sum or not.</summary>
    public required int People { get; init; }

    /// <summary>Statements that were not rejected.</summary>
    public required IReadOnlyList<PublicStatement> Statements { get; init; }

    /// <summary>People of like opinion, in an order that chance decided.</summary>
    public required IReadOnlyList<PublicCluster> Clusters { get; init; }

    /// <summary>For each group, votes of its clusters that were too few there.</summary>
    public required IReadOnlyList<PublicRest> GroupRests { get; init; }

    /// <summary>Votes of everybody else, and those that were too few in their group.</summary>
    public required IReadOnlyList<int[]> Rest { get; init; }

    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];

    /// <summary>Reads a public export.</summary>
    /// <exception cref="PolisFormatException">It is malformed, or breaks its own promise.</exception>
    public static PublicConversation Read(string file, ReadOnlySpan<byte> bytes)
    {
        PublicConversation? read;
        try
        {
            read = JsonSerializer.Deserialize<PublicConversation>(bytes, Options);
        }
        catch (JsonException malformed)
        {
            throw new PolisFormatException(file, (int)(malformed.LineNumber ?? 0) + 1, (int)(malformed.BytePositionInLine ?? 0) + 1, "json", FormatName, malformed.Path ?? "");
        }
        if (read?.Format != FormatName) throw new PolisFormatException(file, 1, 1, "json", FormatName, read?.Format ?? "null");
        return read.Fault() is { } fault ? throw new PolisFormatException(file, 1, 1, "json", FormatName, fault) : read;
    }

    /// <summary>How many sums there may be over so many people.</summary>
    public static long MostSums(long people) => people < Fewest ? 0 : Math.Max(1, people / PeopleForEachSum);

    // Where it is not what it says; null when it is.
    private string? Fault()
    {
        var known = Statements.Select(statement => statement.Number).ToHashSet();
        if (known.Count < Statements.Count || known.Any(number => number is < 0 or >= WrittenStatement.Numbers)) return "statements";
        if (FewestPeople < Fewest) return "fewestPeople";
        var next = 0L;
        foreach (var (at, cluster) in Clusters.Index())
        {
            if (cluster.FirstPerson != next || cluster.People < FewestPeople || cluster.Group < 0 || !double.IsFinite(cluster.X + cluster.Y) || IsWrong(cluster.Votes, known, cluster.People)) return $"clusters[{at}]";
            next += cluster.People;
        }
        if (next > People) return "people";
        if (Clusters.Count > MostSums(next)) return "clusters";
        var groups = Clusters.Select(cluster => cluster.Group).ToHashSet();
        if (GroupRests.Any(rest => !groups.Contains(rest.Group) || IsWrong(rest.Votes, known, People))) return "groupRests";
        if (GroupRests.DistinctBy(rest => rest.Group).Count() < GroupRests.Count) return "groupRests";
        return IsWrong(Rest, known, People) ? "rest" : null;
    }

    private bool IsWrong(IReadOnlyList<int[]> votes, HashSet<int> known, int people) =>
        votes.Any(cell => cell is not [_, >= 0, >= 0, >= 0] || !known.Contains(cell[0]) || cell[1..].Sum(count => (long)count) is var all && (all < FewestPeople || all > people))
        || votes.DistinctBy(cell => cell[0]).Count() < votes.Count;
}

/// <summary>A statement without its author.</summary>
internal sealed record PublicStatement(int Number, string Text, bool IsMeta);

/// <summary>People of like opinion.</summary>
/// <param name="FirstPerson">The number of the first of them; the others follow.</param>
/// <param name="People">How many they are.</param>
/// <param name="Group">Their group.</param>
/// <param name="X">Their middle along the first component, to a hundredth.</param>
/// <param name="Y">Their middle along the second.</param>
/// <param name="Votes">Statement, agreements, disagreements, passes; a statement with fewer votes than allowed is not there.</param>
internal sealed record PublicCluster(int FirstPerson, int People, int Group, double X, double Y, IReadOnlyList<int[]> Votes);

/// <summary>Votes of a group that no cluster of it shows.</summary>
internal sealed record PublicRest(int Group, IReadOnlyList<int[]> Votes);
