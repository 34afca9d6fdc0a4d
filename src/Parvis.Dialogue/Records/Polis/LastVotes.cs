namespace Parvis.Dialogue.Records.Polis;

/// <summary>Last votes as they come by statement, and then by person: four bytes for each, twice while they are turned.</summary>
internal sealed class LastVotes
{
    private const int ChunkLength = 1 << 16;
    private readonly List<int[]> _chunks = [];
    private readonly List<(int Statement, int End)> _columns = [];
    private readonly List<int> _people = [];
    private readonly Dictionary<int, int> _rowOf = [];
    private readonly List<int> _lengths = [];
    private int _count;

    /// <summary>Statements with a vote, in the order in which they came.</summary>
    public IEnumerable<int> Statements => _columns.Select(column => column.Statement);

    /// <summary>People in the order in which they were met.</summary>
    public IReadOnlyList<int> People => _people;

    /// <summary>Takes the next vote by statement, person and time; of two on one statement by one person the later stays.</summary>
    /// <returns>The vote that it replaces; null when there was none.</returns>
    public Vote? Add(VoteCast vote)
    {
        var isNewColumn = _columns is not [.., (var statement, _)] || statement != vote.Statement;
        if (!_rowOf.TryGetValue(vote.Participant, out var row))
        {
            row = _people.Count;
            _rowOf.Add(vote.Participant, row);
            _people.Add(vote.Participant);
            _lengths.Add(0);
        }
        var cell = (row << 2) | ((int)vote.Choice + 1);
        if (!isNewColumn && _count > 0 && this[_count - 1] >> 2 == row)
        {
            var replaced = (Vote)((this[_count - 1] & 3) - 1);
            this[_count - 1] = cell;
            return replaced;
        }
        if (_count % ChunkLength == 0) _chunks.Add(new int[ChunkLength]);
        this[_count++] = cell;
        _lengths[row]++;
        if (isNewColumn) _columns.Add((vote.Statement, _count));
        else _columns[^1] = (vote.Statement, _count);
        return null;
    }

    /// <summary>The votes of each person, by statement: place of the statement among <see cref="Statements"/> times 4 plus vote plus 1.</summary>
    public IEnumerable<(int Participant, ArraySegment<int> Cells)> ByPerson(bool byNumber)
    {
        var ends = new int[_people.Count];
        var start = 0;
        for (var row = 0; row < ends.Length; row++)
        {
            ends[row] = start;
            start += _lengths[row];
        }
        var cells = new int[_count];
        var at = 0;
        foreach (var (column, (_, end)) in _columns.Index())
        {
            for (; at < end; at++)
            {
                var cell = this[at];
                cells[ends[cell >> 2]++] = (column << 2) | (cell & 3);
            }
        }
        var rows = Enumerable.Range(0, _people.Count);
        foreach (var row in byNumber ? rows.OrderBy(row => _people[row]) : rows)
        {
            yield return (_people[row], new ArraySegment<int>(cells, ends[row] - _lengths[row], _lengths[row]));
        }
    }

    private int this[int index]
    {
        get => _chunks[index / ChunkLength][index % ChunkLength];
        set => _chunks[index / ChunkLength][index % ChunkLength] = value;
    }
}
