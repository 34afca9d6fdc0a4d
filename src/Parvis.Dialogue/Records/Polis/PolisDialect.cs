using System.Globalization;

namespace Parvis.Dialogue.Records.Polis;

/// <summary>How a version of Polis writes its files.</summary>
internal sealed record PolisDialect
{
    /// <summary>As exports were until 2024.</summary>
    public static PolisDialect Old { get; } = new();

    /// <summary>As the current server writes.</summary>
    public static PolisDialect Current { get; } = new()
    {
        StatementColumns = ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "is-meta", "is-seed", "group-informed-consensus", "comment-body"],
        HasVisitors = false,
        VotesInSeconds = true,
        IsDense = true,
        CountsGroupedAsInConversation = true,
    };

    /// <summary>As this program writes for itself: what the current server writes, with every instant and order that a result follows from.</summary>
    public static PolisDialect Exact { get; } = Current with { VotesInSeconds = false, HasOrder = true };

    /// <summary>Columns of <c>comments.csv</c>.</summary>
    public IReadOnlyList<string> StatementColumns { get; init; } = ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"];

    /// <summary><c>summary.csv</c> says how many came.</summary>
    public bool HasVisitors { get; init; } = true;

    /// <summary><c>participants-votes.csv</c> has what the surrounding site calls people. Never in a public export.</summary>
    public bool HasXids { get; init; }

    /// <summary>Times of <c>votes.csv</c> are in seconds, else in milliseconds.</summary>
    public bool VotesInSeconds { get; init; }

    /// <summary><c>votes.csv</c> has one more column, <c>order</c>, and <c>banned.csv</c> says whose votes do not count: both decide results and Polis' files lack them.</summary>
    public bool HasOrder { get; init; }

    /// <summary><c>participants-votes.csv</c> has all statements and people by number; else only statements with a vote, and people in the order in which they are met by statement.</summary>
    public bool IsDense { get; init; }

    /// <summary><c>voters-in-conv</c> counts who is grouped; else, by an old error, who voted.</summary>
    public bool CountsGroupedAsInConversation { get; init; }

    /// <summary>Counts are right where Polis' are known to be wrong: a changed vote counts once, voters are people and not votes.</summary>
    public bool CorrectsCounts { get; init; }

    /// <summary>Words that a spreadsheet would take for a formula get an apostrophe before them. This changes them: it is off unless asked for.</summary>
    public bool ForSpreadsheets { get; init; }

    /// <summary>The zone of the column <c>datetime</c>.</summary>
    public PolisZone Zone { get; init; } = PolisZone.Utc;

    /// <summary>How the files of a folder are written.</summary>
    /// <exception cref="PolisFormatException">One of them is malformed.</exception>
    public static PolisDialect Of(string folder)
    {
        var (columns, first) = FirstRow(folder, PolisFolder.StatementsFile);
        var (people, _) = FirstRow(folder, PolisFolder.ParticipantsFile);
        var (voteColumns, vote) = FirstRow(folder, PolisFolder.VotesFile);
        var (_, timed) = vote.Count > 0 ? (voteColumns, vote) : (columns, first);
        var timedColumns = vote.Count > 0 ? voteColumns : columns;
        var milliseconds = timed.Count > 0 ? PolisExport.Milliseconds(long.TryParse(timed[IndexOf(timedColumns, "timestamp")], CultureInfo.InvariantCulture, out var time) ? time : 0) : 0;
        var summary = Path.Combine(folder, PolisFolder.SummaryFile);
        return new()
        {
            StatementColumns = columns,
            HasVisitors = File.Exists(summary) && PolisExport.Summary(PolisFolder.SummaryFile, File.OpenRead(summary)).ContainsKey("views"),
            HasOrder = voteColumns.Contains("order"),
            HasXids = people.Contains("xid"),
            VotesInSeconds = vote.Count > 0 && vote[IndexOf(voteColumns, "timestamp")].Length < 12,
            IsDense = IsWrittenDense(folder),
            Zone = timed.Count > 0 && IndexOf(timedColumns, "datetime") is var at and >= 0 ? PolisZone.Of(milliseconds, timed[at]) : PolisZone.Utc,
        };
    }

    private static bool IsWrittenDense(string folder)
    {
        var path = Path.Combine(folder, PolisFolder.ParticipantsFile);
        if (!File.Exists(path)) return false;
        int[] people = [.. PolisExport.Participants(PolisFolder.ParticipantsFile, File.OpenRead(path)).Select(row => row.Participant)];
        return people.SequenceEqual(people.Order());
    }

    private static (IReadOnlyList<string> Columns, IReadOnlyList<string> First) FirstRow(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path)) return ([], []);
        using var rows = new CsvReader(file, File.OpenRead(path));
        return (Row(rows), Row(rows));
    }

    private static IReadOnlyList<string> Row(CsvReader rows) => rows.Read() ? [.. Enumerable.Range(0, rows.FieldCount).Select(field => rows[field].ToString())] : [];

    private static int IndexOf(IReadOnlyList<string> columns, string name) => columns.Index().Where(column => column.Item == name).Select(column => column.Index).FirstOrDefault(-1);
}
