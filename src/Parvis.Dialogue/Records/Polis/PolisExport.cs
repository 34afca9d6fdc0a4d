using Parvis.Dialogue.Records.Exchange;

namespace Parvis.Dialogue.Records.Polis;

/// <summary>A statement of <c>comments.csv</c>.</summary>
/// <param name="Milliseconds">When it was written, since 1970.</param>
/// <param name="Status">What moderation decided.</param>
/// <param name="Author">The participant who wrote it.</param>
/// <param name="Agrees">Agreements, changed ones among them.</param>
/// <param name="Disagrees">Disagreements, changed ones among them.</param>
/// <param name="IsSeed">It was there at the beginning; null in older exports.</param>
/// <param name="GroupInformedConsensus">As published; null in older exports or when empty.</param>
/// <param name="Text">Its words.</param>
internal sealed record PolisStatement(long Milliseconds, StatementStatus Status, int Author, int Agrees, int Disagrees, bool? IsSeed, double? GroupInformedConsensus, string Text);

/// <summary>A row of <c>participants-votes.csv</c>.</summary>
/// <param name="Participant">The participant's number.</param>
/// <param name="Xid">What the site in which the conversation stands calls the person; empty when it says nothing, null in exports without.</param>
/// <param name="Group">The published group; null when not grouped.</param>
/// <param name="Statements">Statements written.</param>
/// <param name="VoteCount">Votes as counted by Polis.</param>
/// <param name="Agrees">Agreements as counted by Polis.</param>
/// <param name="Disagrees">Disagreements as counted by Polis.</param>
/// <param name="Votes">Last votes in the order of columns.</param>
internal sealed record PolisParticipant(int Participant, string? Xid, int? Group, int Statements, int VoteCount, int Agrees, int Disagrees, IReadOnlyList<VoteCast> Votes);

/// <summary>Reads the files of a Polis export, old and new: each row as it comes, each wrong one with its place.</summary>
internal static class PolisExport
{
    private const long MillisecondsFrom = 100_000_000_000; // 1973 in milliseconds, the year 5138 in seconds
    /// <summary>The latest time that is read.</summary>
    public const long MostMilliseconds = 253_402_300_799_999; // the end of the year 9999

    /// <summary>Reads <c>votes.csv</c>, in the order of the file. Older exports give milliseconds, newer ones seconds.</summary>
    /// <param name="statements">Statements that votes may be on; null takes any.</param>
    /// <exception cref="PolisFormatException">It is malformed.</exception>
    public static IEnumerable<VoteEvent> Votes(string file, Stream content, IReadOnlySet<int>? statements = null)
    {
        using var rows = new CsvReader(file, content);
        var columns = Columns(rows, "timestamp", "comment-id", "voter-id", "vote");
        var (time, statement, voter, vote) = (columns["timestamp"], columns["comment-id"], columns["voter-id"], columns["vote"]);
        var order = columns.GetValueOrDefault("order", -1);
        while (ReadRow(rows, columns))
        {
            yield return new(Milliseconds(rows, time), new(Person(rows, voter), Statement(rows, statement, statements), Choice(rows, vote)), order >= 0 ? rows.Number(order, 0, long.MaxValue) : 0);
        }
    }

    /// <summary>Reads <c>comments.csv</c>, in the order of the file.</summary>
    /// <exception cref="PolisFormatException">It is malformed.</exception>
    public static IEnumerable<PolisStatement> Statements(string file, Stream content)
    {
        using var rows = new CsvReader(file, content);
        var columns = Columns(rows, "timestamp", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body");
        var (meta, seed, consensus) = (columns.GetValueOrDefault("is-meta", -1), columns.GetValueOrDefault("is-seed", -1), columns.GetValueOrDefault("group-informed-consensus", -1));
        var seen = new HashSet<int>();
        while (ReadRow(rows, columns))
        {
            var statement = Statement(rows, columns["comment-id"]);
            if (!seen.Add(statement)) throw rows.Wrong(columns["comment-id"], "repeated", "a statement once");
            yield return new(
                Milliseconds(rows, columns["timestamp"]),
                new(statement, (Moderation)rows.Number(columns["moderated"], -1, 1), meta >= 0 && rows.Flag(meta)),
                Person(rows, columns["author-id"]),
                Id(rows, columns["agrees"]),
                Id(rows, columns["disagrees"]),
                seed >= 0 ? rows.Flag(seed) : null,
                consensus >= 0 && rows[consensus].Length > 0 ? rows.Real(consensus) : null,
                rows[columns["comment-body"]].ToString());
        }
    }

    /// <summary>Reads <c>participants-votes.csv</c>, in the order of the file.</summary>
    /// <param name="known">Statements that votes may be on; null takes any.</param>
    /// <exception cref="PolisFormatException">It is malformed.</exception>
    public static IEnumerable<PolisParticipant> Participants(string file, Stream content, IReadOnlySet<int>? known = null)
    {
        using var rows = new CsvReader(file, content);
        var columns = Columns(rows, "participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree");
        var xid = columns.GetValueOrDefault("xid", -1);
        var statements = new List<(int Field, int Statement)>();
        for (var field = columns["n-disagree"] + 1; field < rows.FieldCount; field++) statements.Add((field, Statement(rows, field, known)));
        var seen = new HashSet<int>();
        while (ReadRow(rows, columns))
        {
            var votes = new List<VoteCast>();
            var participant = Person(rows, columns["participant"]);
            if (!seen.Add(participant)) throw rows.Wrong(columns["participant"], "repeated", "a participant once");
            foreach (var (field, statement) in statements)
            {
                if (rows[field].Length > 0) votes.Add(new(participant, statement, Choice(rows, field)));
            }
            yield return new(participant, xid >= 0 ? rows[xid].ToString() : null, rows[columns["group-id"]].Length > 0 ? Id(rows, columns["group-id"]) : null,
                Id(rows, columns["n-comments"]), Id(rows, columns["n-votes"]), Id(rows, columns["n-agree"]), Id(rows, columns["n-disagree"]), votes);
        }
    }

    /// <summary>Reads <c>stats-history.csv</c>: of each event, how many people had come by then, and how many votes and statements there were.</summary>
    /// <exception cref="PolisFormatException">It is malformed.</exception>
    public static IEnumerable<(int Votes, int Statements, int Visitors)> History(string file, Stream content)
    {
        using var rows = new CsvReader(file, content);
        var columns = Columns(rows, "n-votes", "n-comments", "n-visitors");
        while (ReadRow(rows, columns)) yield return (Id(rows, columns["n-votes"]), Id(rows, columns["n-comments"]), (int)rows.Number(columns["n-visitors"], 0, Participant.Numbers));
    }

    /// <summary>Reads <c>banned.csv</c>, which Polis does not have: participants whose votes do not count.</summary>
    /// <exception cref="PolisFormatException">It is malformed.</exception>
    public static IEnumerable<int> Banned(string file, Stream content)
    {
        using var rows = new CsvReader(file, content);
        var columns = Columns(rows, "participant");
        while (ReadRow(rows, columns)) yield return Person(rows, columns["participant"]);
    }

    /// <summary>The names of a file's columns.</summary>
    /// <exception cref="PolisFormatException">There are none, or one twice.</exception>
    public static IReadOnlyList<string> Header(string file, Stream content)
    {
        using var rows = new CsvReader(file, content);
        return [.. Columns(rows).OrderBy(column => column.Value).Select(column => column.Key)];
    }

    /// <summary>Reads <c>summary.csv</c>: names and values.</summary>
    /// <exception cref="PolisFormatException">It is malformed.</exception>
    public static IReadOnlyDictionary<string, string> Summary(string file, Stream content)
    {
        using var rows = new CsvReader(file, content);
        var summary = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            if (rows.FieldCount != 2) throw rows.WrongRow("fields", "2", $"{rows.FieldCount}");
            if (!summary.TryAdd(rows[0].ToString(), rows[1].ToString())) throw rows.Wrong(0, "repeated", "a name once");
        }
        return summary;
    }

    /// <summary>Votes in the order in which they were cast; at one instant, in the order of the file.</summary>
    public static IReadOnlyList<VoteCast> InOrder(IEnumerable<VoteEvent> votes) => [.. votes.OrderBy(vote => vote.Milliseconds).Select(vote => vote.Vote)];

    private static Dictionary<string, int> Columns(CsvReader rows, params ReadOnlySpan<string> required)
    {
        if (!rows.Read()) throw new PolisFormatException(rows.File, 1, 1, "empty", string.Join(',', required.ToArray()), "");
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var field = 0; field < rows.FieldCount; field++)
        {
            if (!columns.TryAdd(rows[field].ToString(), field)) throw rows.Wrong(field, "repeated", "a name once");
        }
        foreach (var name in required)
        {
            if (!columns.ContainsKey(name)) throw rows.WrongRow("column", name, string.Join(',', columns.Keys));
        }
        return columns;
    }

    private static bool ReadRow(CsvReader rows, Dictionary<string, int> columns)
    {
        if (!rows.Read()) return false;
        return rows.FieldCount == columns.Count ? true : throw rows.WrongRow("fields", $"{columns.Count}", $"{rows.FieldCount}");
    }

    private static int Id(CsvReader rows, int field) => (int)rows.Number(field, 0, int.MaxValue);

    private static int Person(CsvReader rows, int field) => (int)rows.Number(field, 0, Participant.Numbers - 1);

    private static int Statement(CsvReader rows, int field, IReadOnlySet<int>? known = null)
    {
        var statement = (int)rows.Number(field, 0, WrittenStatement.Numbers - 1);
        return known?.Contains(statement) == false ? throw rows.Wrong(field, "statement", "comments.csv") : statement;
    }

    private static long Milliseconds(CsvReader rows, int field) => Milliseconds(rows.Number(field, 0, MostMilliseconds));

    /// <summary>A time of an export, which is in seconds or in milliseconds, in milliseconds.</summary>
    public static long Milliseconds(long time) => time < MillisecondsFrom ? time * 1000 : time;

    private static Vote Choice(CsvReader rows, int field) => (Vote)(-rows.Number(field, -1, 1));
}
