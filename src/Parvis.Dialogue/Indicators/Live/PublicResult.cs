using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>
/// What everybody may know of a conversation's result. It names no participant, no statement that is not shown, and says nothing of a group under <see cref="FewestPeople"/>.
/// The same votes and decisions give the same bytes.
/// </summary>
internal sealed record PublicResult
{
    /// <summary>People below which nothing of a group is shown.</summary>
    public const int FewestPeople = 5;

    /// <summary>How what everybody may know is written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required string Conversation { get; init; }

    /// <summary>The version of the mathematics.</summary>
    public required string Algorithm { get; init; }

    /// <summary>How groups were sought.</summary>
    public required ResultSettings Settings { get; init; }

    /// <summary>SHA-256 of everything it follows from.</summary>
    public required string InputDigest { get; init; }

    /// <summary>Votes counted, changes of a vote among them.</summary>
    public required long VotesCast { get; init; }

    /// <summary>Decisions of moderation taken into account.</summary>
    public required int Decisions { get; init; }

    /// <summary>People who voted and count.</summary>
    public required int Participants { get; init; }

    /// <summary>What they say now: one vote for each of them and each statement they voted on.</summary>
    public required long Votes { get; init; }

    /// <summary>People who are in groups.</summary>
    public required int Grouped { get; init; }

    /// <summary>Groups found, those not shown among them.</summary>
    public required int GroupsFound { get; init; }

    /// <summary>The mean silhouette for each number of groups tried.</summary>
    public required SortedDictionary<int, double> Silhouettes { get; init; }

    /// <summary>How far the groups come out again from other starts; null when there are none.</summary>
    public required ResultStability? Stability { get; init; }

    /// <summary>Share of all differences that the two directions of the map show, 0 to 1.</summary>
    public required IReadOnlyList<double> VarianceShown { get; init; }

    /// <summary>Groups of enough people, the largest first.</summary>
    public required IReadOnlyList<ResultGroup> Groups { get; init; }

    /// <summary>Where many people stand: clusters of at least so many, for the map.</summary>
    public required IReadOnlyList<ResultCluster> Clusters { get; init; }

    /// <summary>Statements that are shown and have votes, by number.</summary>
    public required IReadOnlyList<ResultStatement> Statements { get; init; }

    /// <summary>What most people agree on.</summary>
    public required IReadOnlyList<SharedStatement> Agreed { get; init; }

    /// <summary>What most people disagree with.</summary>
    public required IReadOnlyList<SharedStatement> Disagreed { get; init; }

    /// <summary>Names of what a reader must know: <c>selfSelected</c>, <c>fewPeople</c>, <c>groupsHidden</c>, <c>weakGroups</c>, <c>unstableGroups</c>, <c>manyUngrouped</c>, <c>coordinated</c>.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Accounts that vote as one; null when none were found.</summary>
    public CoordinatedAccounts? Coordinated { get; init; }

    /// <summary>The result without accounts that vote as one; null when none were found.</summary>
    public PublicResult? WithoutCoordinated { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static PublicResult Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<PublicResult>(bytes, Json)!;

    /// <summary>SHA-256 of a result's bytes, lower-case hexadecimal.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>How groups were sought.</summary>
/// <param name="Mode"><c>compatible</c> or <c>stable</c>.</param>
internal sealed record ResultSettings(string Mode, int FewestGroups, int MostGroups, int BaseClusters, ulong Seed, int Restarts);

/// <summary>How far groups come out again: adjusted Rand indices, 1 when always the same.</summary>
internal sealed record ResultStability(double Mean, double Least, int Seeds);

/// <summary>Votes on a statement.</summary>
internal sealed record VoteSplit(int Agrees, int Disagrees, int Passes);

/// <summary>A group of opinion.</summary>
/// <param name="Id">A, B, C… from the largest.</param>
/// <param name="People">How many.</param>
/// <param name="X">Its centre on the map.</param>
/// <param name="Y">Its centre on the map.</param>
/// <param name="SpreadX">Standard deviation of its people along x.</param>
/// <param name="SpreadY">Standard deviation of its people along y.</param>
/// <param name="Representative">What sets it apart.</param>
internal sealed record ResultGroup(string Id, int People, double X, double Y, double SpreadX, double SpreadY, IReadOnlyList<ResultRepresentative> Representative);

/// <summary>A statement that sets a group apart.</summary>
/// <param name="Statement">Its number.</param>
/// <param name="Agrees">The group agrees more than others; else it disagrees more.</param>
/// <param name="Success">Votes of the group in that direction, n of which <paramref name="Trials"/>.</param>
/// <param name="Probability">(success + 1) / (trials + 2).</param>
/// <param name="Z">That it is more than half; over 1.2816 at 90 %.</param>
/// <param name="Ratio">Over the probability among the others.</param>
/// <param name="RatioZ">That it is more than among the others.</param>
internal sealed record ResultRepresentative(int Statement, bool Agrees, int Success, int Trials, double Probability, double Z, double Ratio, double RatioZ);

/// <summary>A place on the map where people stand.</summary>
/// <param name="Group">Their group; null when it is not shown.</param>
internal sealed record ResultCluster(string? Group, int People, double X, double Y);

/// <summary>A statement with its votes.</summary>
/// <param name="IsMeta">It describes people and has no place on the map.</param>
/// <param name="X">Where somebody who only agrees with it would stand.</param>
/// <param name="Y">Where somebody who only agrees with it would stand.</param>
/// <param name="GroupConsensus">Group-informed consensus: high only where every group agrees.</param>
/// <param name="Divides">Largest difference between two groups' probabilities of agreement, 0 to 1; null with fewer than two groups.</param>
/// <param name="Groups">Votes of the groups shown.</param>
internal sealed record ResultStatement(int Statement, bool IsMeta, VoteSplit Votes, double X, double Y, double? GroupConsensus, double? Divides, SortedDictionary<string, VoteSplit> Groups);

/// <summary>A statement that most people answer alike.</summary>
internal sealed record SharedStatement(int Statement, int Success, int Trials, double Probability, double Z);

/// <summary>Accounts that vote as one.</summary>
/// <param name="Blocs">How many sets of them.</param>
/// <param name="Accounts">How many in all.</param>
internal sealed record CoordinatedAccounts(int Blocs, int Accounts);
