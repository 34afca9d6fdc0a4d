using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Which statements moderation takes out of the mathematics, by statement number.</summary>
/// <remarks>A statement that waits is in the mathematics, also where strict moderation does not show it yet.</remarks>
internal sealed class ModerationSets
{
    private readonly SortedDictionary<int, StatementStatus> _latest = [];

    /// <summary>Rejected or meta: their columns count as 0 for everybody.</summary>
    public IEnumerable<int> Out => _latest.Values.Where(status => IsOut(status.Statement)).Select(status => status.Statement);

    /// <summary>Accepted or meta.</summary>
    public IEnumerable<int> In => _latest.Values.Where(status => status.IsMeta || status.Moderation == Moderation.Accepted).Select(status => status.Statement);

    /// <summary>Meta.</summary>
    public IEnumerable<int> Meta => _latest.Values.Where(status => status.IsMeta).Select(status => status.Statement);

    /// <summary>What was decided of statements, by number. One that was put back among those that wait is as if nothing had been decided: however it came about, the same standing is the same input.</summary>
    public IReadOnlyCollection<StatementStatus> All => _latest.Values;

    /// <summary>Folds in what moderation decided, in the order in which it did.</summary>
    public ModerationSets With(IEnumerable<StatementStatus> decisions)
    {
        foreach (var decision in decisions)
        {
            if (decision is { Moderation: Moderation.Pending, IsMeta: false }) _latest.Remove(decision.Statement);
            else _latest[decision.Statement] = decision;
        }
        return this;
    }

    /// <summary>What was decided of a statement.</summary>
    public Moderation Of(int statement) => _latest.TryGetValue(statement, out var status) ? status.Moderation : Moderation.Pending;

    /// <summary>Whether a statement is out.</summary>
    public bool IsOut(int statement) => _latest.TryGetValue(statement, out var status) && (status.IsMeta || status.Moderation == Moderation.Rejected);

    /// <summary>Whether a statement is meta.</summary>
    public bool IsMeta(int statement) => _latest.TryGetValue(statement, out var status) && status.IsMeta;
}
