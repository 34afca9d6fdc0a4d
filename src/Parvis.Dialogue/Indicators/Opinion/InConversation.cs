namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>
/// Who takes part in grouping. Polis' rule: whoever once had 7 votes, or one on every statement while there were fewer; while these are under 15, those with most votes.
/// Nobody leaves, so it is looked at after every vote: early voters stay.
/// </summary>
internal sealed class InConversation
{
    /// <summary>Votes that are enough.</summary>
    public const int EnoughVotes = 7;

    /// <summary>Members below which those with most votes are added.</summary>
    public const int FewestMembers = 15;

    private bool[] _member = [];

    /// <summary>How many are members.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a row is a member.</summary>
    public bool Contains(int row) => row < _member.Length && _member[row];

    /// <summary>Takes notice that a row has voted.</summary>
    /// <param name="row">The row.</param>
    /// <param name="counts">Votes of each row.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">T at this moment.</param>
    /// <param name="isLast">Nobody else's votes of this moment are still to be looked at.</param>
    public void Observe(int row, ReadOnlySpan<int> counts, int rows, int columns, bool isLast = true)
    {
        if (rows > _member.Length) Array.Resize(ref _member, Math.Max(64, rows * 2));
        if (!_member[row] && counts[row] >= Math.Min(EnoughVotes, columns)) Add(row);
        while (isLast && Count < FewestMembers && Count < rows)
        {
            var most = -1;
            for (var other = 0; other < rows; other++)
            {
                if (!_member[other] && (most < 0 || counts[other] > counts[most])) most = other;
            }
            Add(most);
        }
    }

    /// <summary>Puts a row back that was a member when the state was written.</summary>
    public void Restore(int row)
    {
        if (row >= _member.Length) Array.Resize(ref _member, Math.Max(64, row * 2));
        if (!_member[row]) Add(row);
    }

    private void Add(int row)
    {
        _member[row] = true;
        Count++;
    }
}
