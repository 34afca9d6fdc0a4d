namespace Parvis.Dialogue.Records.Polis;

/// <summary>Last votes as they come by statement, and then by person: four bytes for each.</summary>
internal sealed class LastVotes
{
    private const int ChunkLength = 1 << 16;
    private const int PeopleAtOnce = 8192;
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

    /// <summary>The votes of each person, by statement: place of the statement among <see cref="Statements"/> times 4 plus vote plus 1. They last until the next person is asked for.</summary>
    public IEnumerable<(int Participant, ArraySegment<int> Cells)> ByPerson(bool byNumber)
    {
        int[] order = [.. Enumerable.Range(0, _people.Count)];
        if (byNumber) Array.Sort(_people.ToArray(), order);
        var rank = new int[order.Length];
        for (var place = 0; place < order.Length; place++) rank[order[place]] = place;
        var (ends, room) = (new int[PeopleAtOnce], Array.Empty<int>());
        // All votes are gone through for every so many people: that takes less time than writing them, and no second place for each.
        for (var first = 0; first < order.Length; first += PeopleAtOnce)
        {
            var people = order.AsMemory(first, Math.Min(PeopleAtOnce, order.Length - first));
            room = Turn(people.Span, first, rank, ends, room);
            for (var i = 0; i < people.Length; i++)
            {
                var row = people.Span[i];
                yield return (_people[row], new ArraySegment<int>(room, ends[i] - _lengths[row], _lengths[row]));
            }
        }
    }

    private int[] Turn(ReadOnlySpan<int> people, int first, int[] rank, int[] ends, int[] room)
    {
        var start = 0;
        for (var i = 0; i < people.Length; i++)
        {
            ends[i] = start;
            start += _lengths[people[i]];
        }
        if (room.Length < start) room = new int[start];
        var at = 0;
        for (var column = 0; column < _columns.Count; column++)
        {
            for (var end = _columns[column].End; at < end; at++)
            {
                var cell = this[at];
                var place = rank[cell >> 2] - first;
                if ((uint)place < (uint)people.Length) room[ends[place]++] = (column << 2) | (cell & 3);
            }
        }
        return room;
    }

    private int this[int index]
    {
        get => _chunks[index / ChunkLength][index % ChunkLength];
        set => _chunks[index / ChunkLength][index % ChunkLength] = value;
    }
}
