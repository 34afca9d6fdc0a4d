using System.Runtime.InteropServices;

namespace Parvis.Dialogue.Records.Exchange;

/// <summary>What an export says of a conversation that does not follow from its votes, or not when these are missing.</summary>
internal sealed record PublishedFigures
{
    /// <summary>Agreements and disagreements by statement, changed votes among them.</summary>
    public IReadOnlyDictionary<int, VoteCount> Counts { get; init; } = new Dictionary<int, VoteCount>();

    /// <summary>The group of each grouped participant.</summary>
    public IReadOnlyDictionary<int, int> Groups { get; init; } = new Dictionary<int, int>();

    /// <summary>Group-informed consensus by statement.</summary>
    public IReadOnlyDictionary<int, double> GroupInformedConsensus { get; init; } = new Dictionary<int, double>();

    /// <summary>The number of groups; null when not given.</summary>
    public int? GroupCount { get; init; }

    /// <summary>People who came; null when not given.</summary>
    public int? Visitors { get; init; }

    /// <summary>People who voted; null when not given.</summary>
    public int? Voters { get; init; }

    /// <summary>Statements with a vote; null when not given.</summary>
    public int? VotedStatements { get; init; }
}

/// <summary>Votes on a statement.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VoteCount(int Agrees, int Disagrees);
