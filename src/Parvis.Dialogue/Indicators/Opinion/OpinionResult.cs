namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>A group of opinion.</summary>
/// <param name="Id">Its number.</param>
/// <param name="X">Its centre along the first component.</param>
/// <param name="Y">Its centre along the second.</param>
/// <param name="BaseClusters">Ids of its base clusters.</param>
/// <param name="Participants">Its members, ascending.</param>
/// <param name="Votes">Their tallies, of statements that are out too.</param>
/// <param name="Representative">What sets it apart.</param>
internal sealed record OpinionGroup(int Id, double X, double Y, int[] BaseClusters, int[] Participants, VoteTallies Votes, IReadOnlyList<RepresentativeStatement> Representative);

/// <summary>What the votes of a conversation mean.</summary>
internal sealed record OpinionResult
{
    /// <summary>The version of this mathematics: it changes when any result would.</summary>
    public const string Version = "parvis-opinion-1";

    /// <summary>The version by which it was computed.</summary>
    public string Algorithm { get; } = Version;

    /// <summary>What it was told.</summary>
    public required OpinionSettings Settings { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal, of everything it follows from.</summary>
    public required string InputDigest { get; init; }

    /// <summary>Participants that count, in the order of computation.</summary>
    public required int[] Participants { get; init; }

    /// <summary>Statements with a vote, in the order of computation.</summary>
    public required int[] Statements { get; init; }

    /// <summary>Statements that moderation took out.</summary>
    public required int[] ModeratedOut { get; init; }

    /// <summary>Participants that are grouped, in the order of computation.</summary>
    public required int[] InConversation { get; init; }

    public required PrincipalComponents Components { get; init; }

    /// <summary>Places by index in <see cref="Participants"/> and by statement number.</summary>
    public required Projections Projections { get; init; }

    /// <summary>By id.</summary>
    public required IReadOnlyList<Cluster> BaseClusters { get; init; }

    /// <summary>Tallies of the base clusters, in their order.</summary>
    public required IReadOnlyList<VoteTallies> BaseVotes { get; init; }

    /// <summary>The mean silhouette for each number of groups tried.</summary>
    public required IReadOnlyDictionary<int, double> Silhouettes { get; init; }

    /// <summary>The number of groups chosen; there may be fewer groups when few people differ.</summary>
    public required int GroupCount { get; init; }

    /// <summary>By id.</summary>
    public required IReadOnlyList<OpinionGroup> Groups { get; init; }

    /// <summary>Tallies of everybody.</summary>
    public required VoteTallies Totals { get; init; }

    public required Consensus Consensus { get; init; }

    /// <summary>Group-informed consensus by statement number.</summary>
    public required IReadOnlyDictionary<int, double> GroupInformedConsensus { get; init; }

    /// <summary>Tickets in the lottery of the next statement, by statement number.</summary>
    public required IReadOnlyDictionary<int, double> Priorities { get; init; }

    /// <summary>What the next computation may begin from.</summary>
    public required OpinionMemory Memory { get; init; }

    /// <summary>The group of each grouped participant.</summary>
    public IReadOnlyDictionary<int, int> GroupOf() =>
        Groups.SelectMany(group => group.Participants.Select(participant => (participant, group.Id))).ToDictionary(pair => pair.participant, pair => pair.Id);
}
