namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>How groups are found.</summary>
internal enum GroupingMode
{
    /// <summary>By Polis' order and history rules: as its users know the results.</summary>
    Compatible = 0,

    /// <summary>The best of many seeded starts, whatever the order of people and of their votes.</summary>
    Stable = 1,
}

/// <summary>What a computation is told beside the votes.</summary>
internal sealed record OpinionSettings
{
    /// <summary>Settings of Polis.</summary>
    public static OpinionSettings Compatible { get; } = new();

    /// <summary>Settings independent of order.</summary>
    public static OpinionSettings Stable { get; } = new() { Mode = GroupingMode.Stable };

    /// <summary>How groups are found.</summary>
    public GroupingMode Mode { get; init; } = GroupingMode.Compatible;

    /// <summary>Fewest groups tried; 2 or more.</summary>
    public int FewestGroups { get; init; } = 2;

    /// <summary>Most groups tried; fewer where there are few base clusters: 2 and one for each 12.</summary>
    public int MostGroups { get; init; } = 5;

    /// <summary>Base clusters, which are what is grouped.</summary>
    public int BaseClusters { get; init; } = 100;

    /// <summary>Votes of banned participants do not count. Polis counts them.</summary>
    public bool HonoursBans { get; init; } = true;

    /// <summary>Decides chance in stable mode.</summary>
    public ulong Seed { get; init; }

    /// <summary>Seeded starts in stable mode.</summary>
    public int Restarts { get; init; } = 30;

    /// <summary>
    /// Every so many votes the result is kept and the next begins from it: groups then have a history as in Polis. It is the count of votes that decides, not how they arrived.
    /// 0 keeps nothing: a result follows from the votes alone, so that anybody can compute it from an export.
    /// </summary>
    public int KeepsEvery { get; init; }
}
