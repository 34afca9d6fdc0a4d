using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>
/// Who voted what: a row for each participant, in the order of their first vote; a cell for each vote, in the order of statement numbers.
/// It takes votes one at a time, so how they arrive in batches leaves no trace.
/// </summary>
/// <param name="caps">How many participants and statements it takes.</param>
internal sealed class VoteMatrix(MatrixCaps caps)
{
    private readonly Dictionary<int, int> _rowOf = [];
    private readonly List<int> _participants = [];
    private readonly List<int> _statements = [];
    private bool[] _known = [];
    private int[][] _rows = [];
    private int[] _lengths = [];

    /// <summary>How many participants and statements it takes.</summary>
    public MatrixCaps Caps => caps;

    /// <summary>Participant numbers in the order of first votes: row 0 is the first.</summary>
    public IReadOnlyList<int> Participants => _participants;

    /// <summary>Statement numbers in the order of first votes.</summary>
    public IReadOnlyList<int> Statements => _statements;

    /// <summary>N, the number of participants with a vote.</summary>
    public int RowCount => _participants.Count;

    /// <summary>T, the number of statements with a vote.</summary>
    public int ColumnCount => _statements.Count;

    /// <summary>One more than the highest statement number: the length of an array with a place for each.</summary>
    public int Width { get; private set; }

    /// <summary>Cells, each counted once however often it changed.</summary>
    public long CellCount { get; private set; }

    /// <summary>Votes taken, changes of a vote among them.</summary>
    public long CastCount { get; private set; }

    /// <summary>Who is part of the conversation as Polis counts: it depends on the order of votes.</summary>
    public InConversation InConversation { get; } = new();

    /// <summary>How often statements were voted on together; null until asked for with <see cref="CountTogether"/>.</summary>
    public CoVotes? CoVotes { get; private set; }

    /// <summary>The cells of a row: statement number times 4 plus vote plus 1.</summary>
    public ReadOnlySpan<int> Row(int row) => _rows[row].AsSpan(0, _lengths[row]);

    /// <summary>The statement of a cell.</summary>
    public static int StatementOf(int cell) => cell >> 2;

    /// <summary>The vote of a cell: -1 agree, 0 pass, 1 disagree.</summary>
    public static int VoteOf(int cell) => (cell & 3) - 1;

    /// <summary>The row of a participant, or -1.</summary>
    public int RowOf(int participant) => _rowOf.TryGetValue(participant, out var row) ? row : -1;

    /// <summary>Takes a vote.</summary>
    /// <returns>False when it was one of a new participant or on a new statement beyond the caps: it is ignored.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the statement's is not below <see cref="MatrixCaps.StatementNumbers"/>.</exception>
    public bool Cast(VoteCast vote)
    {
        if (Take(vote) is not { } row) return false;
        InConversation.Observe(row, _lengths, RowCount, ColumnCount);
        return true;
    }

    /// <summary>Takes last votes of which nobody knows in what order they were cast: who is in the conversation is looked at once, at the end.</summary>
    /// <inheritdoc cref="Cast"/>
    public void CastUnordered(IEnumerable<VoteCast> votes)
    {
        foreach (var vote in votes) Take(vote);
        for (var row = 0; row < RowCount; row++) InConversation.Observe(row, _lengths, RowCount, ColumnCount, isLast: row == RowCount - 1);
    }

    /// <summary>Counts how often statements were voted on together, and keeps counting with each vote.</summary>
    public CoVotes CountTogether()
    {
        if (CoVotes is { } counted) return counted;
        CoVotes = new CoVotes(Width);
        for (var row = 0; row < RowCount; row++) CoVotes.Add(Row(row));
        return CoVotes;
    }

    /// <summary>Whether a statement has a vote.</summary>
    public bool Knows(int statement) => statement < _known.Length && _known[statement];

    /// <summary>Puts back the next statement in the order of first votes; false when it is there already.</summary>
    public bool RestoreStatement(int statement)
    {
        if (Knows(statement)) return false;
        AddColumn(statement);
        return true;
    }

    /// <summary>Puts back the next row in the order of first votes; false when its participant has one already.</summary>
    public bool RestoreRow(int participant, int[] cells, bool isInConversation)
    {
        if (_rowOf.ContainsKey(participant)) return false;
        var row = AddRow(participant);
        _rows[row] = cells.Length == 0 ? new int[4] : cells;
        _lengths[row] = cells.Length;
        CellCount += cells.Length;
        if (isInConversation) InConversation.Restore(row);
        return true;
    }

    /// <summary>Puts back how many votes were taken.</summary>
    public void RestoreCasts(long count) => CastCount = count;

    private int? Take(VoteCast vote)
    {
        if (vote is not { Participant: >= 0, Statement: >= 0 and < MatrixCaps.StatementNumbers, Choice: >= Vote.Agree and <= Vote.Disagree }) throw new ArgumentOutOfRangeException(nameof(vote), $"{vote}");
        var newStatement = !Knows(vote.Statement);
        if (newStatement && ColumnCount >= caps.Statements) return null;
        if (!_rowOf.TryGetValue(vote.Participant, out var row))
        {
            if (RowCount >= caps.Participants) return null;
            row = AddRow(vote.Participant);
        }
        if (newStatement) AddColumn(vote.Statement);
        CastCount++;
        Place(row, (vote.Statement << 2) | ((int)vote.Choice + 1));
        return row;
    }

    private int AddRow(int participant)
    {
        var row = _participants.Count;
        if (row == _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(64, row * 2));
            Array.Resize(ref _lengths, _rows.Length);
        }
        _rows[row] = new int[4];
        _participants.Add(participant);
        _rowOf.Add(participant, row);
        return row;
    }

    private void AddColumn(int statement)
    {
        if (statement >= _known.Length) Array.Resize(ref _known, Math.Max(statement + 1, _known.Length * 2));
        _known[statement] = true;
        _statements.Add(statement);
        Width = Math.Max(Width, statement + 1);
    }

    private void Place(int row, int cell)
    {
        var length = _lengths[row];
        var cells = _rows[row].AsSpan(0, length);
        var at = length > 0 && cells[length - 1] < (cell & ~3) ? length : LowerBound(cells, cell & ~3);
        if (at < length && cells[at] >> 2 == cell >> 2)
        {
            CoVotes?.Change(cells, at, cell);
            cells[at] = cell;
            return;
        }
        if (length == _rows[row].Length) Array.Resize(ref _rows[row], length * 2);
        var grown = _rows[row].AsSpan(0, length + 1);
        if (at < length) grown[at..length].CopyTo(grown[(at + 1)..]);
        grown[at] = cell;
        _lengths[row] = length + 1;
        CellCount++;
        if (Width > CoVotes.MostStatements) CoVotes = null;
        CoVotes?.Insert(grown, at, Width);
    }

    private static int LowerBound(ReadOnlySpan<int> cells, int value)
    {
        var (low, high) = (0, cells.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (cells[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
