using System.Diagnostics;

namespace Parvis.Audit.Sources;

/// <summary>What examining one file of the audit may cost; members of a container spend the budget of the file that holds them.</summary>
/// <param name="limits">The limits.</param>
/// <param name="cancel">Ends the audit.</param>
internal sealed class Budget(Limits limits, CancellationToken cancel)
{
    private const int MostExceeded = 64;

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _unpacked;
    private long _members;
    private int _checks;
    private int _exceeded;

    /// <summary>The limits.</summary>
    public Limits Limits { get; } = limits;

    /// <summary>Ends the audit.</summary>
    public CancellationToken Cancel => cancel;

    /// <summary>Bytes of the file that the audit was given: what everything unpacked from it is measured against.</summary>
    public long Bytes { get; set; }

    /// <summary>To be called in every loop that a hostile file can make long: throws when the time is over.</summary>
    /// <exception cref="BudgetException">The time is over.</exception>
    public void Tick()
    {
        if ((++_checks & 0xFFF) != 0) return;
        Check();
    }

    /// <summary>As <see cref="Tick"/>, at once: for steps that are slow themselves.</summary>
    /// <exception cref="BudgetException">The time is over.</exception>
    public void Check()
    {
        cancel.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(_started) > Limits.Time) throw new BudgetException(BudgetException.Time);
    }

    /// <summary>Spends <paramref name="bytes"/> unpacked bytes.</summary>
    /// <exception cref="BudgetException">More than is allowed was unpacked, or the file grew more than is allowed.</exception>
    public void Unpack(long bytes)
    {
        Check();
        _unpacked += bytes;
        if (_unpacked > Limits.Unpacked) throw Exceeded(BudgetException.Size);
        if (_unpacked > Limits.GrowthFrom && _unpacked / Math.Max(1, Bytes) > Limits.Growth) throw Exceeded(BudgetException.Expansion);
    }

    /// <summary>So many members were too much that the others are not begun: a bomb of bombs.</summary>
    public bool IsSpent => _exceeded > MostExceeded;

    private BudgetException Exceeded(string limit)
    {
        _exceeded++;
        return new(limit);
    }

    /// <summary>Spends one member of a container.</summary>
    /// <exception cref="BudgetException">There are too many.</exception>
    public void Member()
    {
        if (++_members > Limits.Members) throw new BudgetException(BudgetException.Members);
        Check();
    }
}

/// <summary>The limits of an audit; the defaults let every honest model through.</summary>
internal sealed record Limits
{
    /// <summary>Containers within containers, at most.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>Time for the structure of one file with all that is in it; reading it for its digest is not counted.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes unpacked from one file, at most.</summary>
    public long Unpacked { get; init; } = 64L << 30;

    /// <summary>Times that unpacked bytes may be more than packed ones …</summary>
    public long Growth { get; init; } = 200;

    /// <summary>… once this many bytes were unpacked.</summary>
    public long GrowthFrom { get; init; } = 16 << 20;

    /// <summary>Members of containers in one file, at most.</summary>
    public long Members { get; init; } = 100_000;

    /// <summary>Tensors in one file, at most: several times as many as the largest published shards have.</summary>
    public int Tensors { get; init; } = 200_000;

    /// <summary>A packed member up to this many bytes is unpacked into memory; a larger one is unpacked anew for each pass.</summary>
    public int InMemory { get; init; } = 16 << 20;

    /// <summary>Whether the checksum of every member of an archive is checked, those of raw tensors too; otherwise of those that are examined.</summary>
    public bool CheckAllMembers { get; init; }

    /// <summary>Bytes of a structure (a header, a table of contents, a model file without its weights) that are read into memory, at most.</summary>
    public int Structure { get; init; } = 64 << 20;
}

/// <summary>A file cost more than its budget.</summary>
/// <param name="limit">Which limit: one of the constants here.</param>
internal sealed class BudgetException(string limit) : Exception($"The limit of {limit} was reached.")
{
    public const string Time = "time", Size = "size", Expansion = "expansion", Members = "members", Depth = "depth", Memory = "memory", Tensors = "tensors";

    /// <summary>The limit that was reached.</summary>
    public string Limit { get; } = limit;
}
