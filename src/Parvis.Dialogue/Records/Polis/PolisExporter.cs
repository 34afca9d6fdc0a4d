using System.Globalization;
using Parvis.Dialogue.Records.Exchange;

namespace Parvis.Dialogue.Records.Polis;

/// <summary>
/// Writes a conversation as the files of a Polis export. Votes stream through; of them only last votes are held, four bytes each.
/// Words are written as they are: one that begins like a formula stays so, unless the dialect is for spreadsheets.
/// </summary>
/// <param name="conversation">The conversation.</param>
/// <param name="figures">What was computed of it.</param>
/// <param name="dialect">How to write.</param>
internal sealed class PolisExporter(IConversation conversation, PublishedFigures figures, PolisDialect dialect)
{
    private readonly LastVotes _last = new();
    private readonly Dictionary<int, VoteCount> _counts = [];
    private readonly List<WrittenStatement> _statements = [];

    /// <summary>Writes every file that what is known allows; each stream is closed before the next is asked for.</summary>
    /// <param name="create">Makes the stream of a file of this name.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task WriteAsync(Func<string, Stream> create, CancellationToken cancel)
    {
        await foreach (var statement in conversation.StatementsAsync(cancel)) _statements.Add(statement);
        if (conversation.Detail == VoteDetail.Cast)
        {
            await using var csv = Csv(create, PolisFolder.VotesFile);
            await VotesAsync(csv, cancel);
        }
        else
        {
            await foreach (var vote in conversation.VotesAsync(VoteOrder.ByStatement, cancel)) Count(vote.Vote);
        }
        await using (var csv = Csv(create, PolisFolder.StatementsFile)) Statements(csv);
        if (conversation.Detail != VoteDetail.None)
        {
            await using var csv = Csv(create, PolisFolder.ParticipantsFile);
            await ParticipantsAsync(csv, cancel);
        }
        var arrivals = await conversation.ParticipantsAsync(cancel).Where(person => person.CameMilliseconds is not null).Select(person => person.CameMilliseconds!.Value).Order().ToListAsync(cancel);
        if (conversation.Detail == VoteDetail.Cast && (arrivals.Count > 0 || _last.People.Count == 0))
        {
            await using var csv = Csv(create, PolisFolder.HistoryFile);
            await HistoryAsync(csv, arrivals, cancel);
        }
        await using (var csv = Csv(create, PolisFolder.SummaryFile)) Summary(csv, arrivals.Count);
        if (dialect.HasOrder) await BannedAsync(create, cancel);
    }

    private CsvWriter Csv(Func<string, Stream> create, string file) => new(create(file), dialect.ForSpreadsheets);

    private async Task VotesAsync(CsvWriter csv, CancellationToken cancel)
    {
        csv.Row(["timestamp", "datetime", "comment-id", "voter-id", "vote", .. dialect.HasOrder ? ["order"] : Array.Empty<string>()]);
        var written = new byte[PolisZone.Longest];
        await foreach (var vote in conversation.VotesAsync(VoteOrder.ByStatement, cancel))
        {
            Count(vote.Vote);
            csv.Field(dialect.VotesInSeconds ? vote.Milliseconds / 1000 : vote.Milliseconds);
            csv.Field(written.AsSpan(0, dialect.Zone.Write(vote.Milliseconds, written)));
            csv.Field(vote.Vote.Statement);
            csv.Field(vote.Vote.Participant);
            csv.Field(-(int)vote.Vote.Choice);
            if (dialect.HasOrder) csv.Field(vote.Order);
            csv.End();
        }
    }

    private void Count(VoteCast vote)
    {
        var replaced = _last.Add(vote);
        var count = _counts.GetValueOrDefault(vote.Statement);
        if (dialect.CorrectsCounts && replaced is { } old) count = Counted(count, old, -1);
        _counts[vote.Statement] = Counted(count, vote.Choice, 1);
    }

    private static VoteCount Counted(VoteCount count, Vote vote, int change) => vote switch
    {
        Vote.Agree => count with { Agrees = count.Agrees + change },
        Vote.Disagree => count with { Disagrees = count.Disagrees + change },
        _ => count,
    };

    // What was published counts where the votes themselves, or changed ones, are missing.
    private VoteCount CountOf(int statement) => conversation.Detail != VoteDetail.Cast && figures.Counts.TryGetValue(statement, out var published)
        ? published
        : _counts.GetValueOrDefault(statement);

    private void Statements(CsvWriter csv)
    {
        csv.Row(dialect.StatementColumns);
        foreach (var statement in _statements)
        {
            foreach (var column in dialect.StatementColumns) Field(csv, column, statement);
            csv.End();
        }
    }

    private void Field(CsvWriter csv, string column, WrittenStatement statement)
    {
        switch (column)
        {
            case "timestamp": csv.Field(statement.Milliseconds); break;
            case "datetime": csv.Field(dialect.Zone.Text(statement.Milliseconds)); break;
            case "comment-id": csv.Field(statement.Status.Statement); break;
            case "author-id": csv.Field(statement.Author); break;
            case "agrees": csv.Field(CountOf(statement.Status.Statement).Agrees); break;
            case "disagrees": csv.Field(CountOf(statement.Status.Statement).Disagrees); break;
            case "moderated": csv.Field((int)statement.Status.Moderation); break;
            case "is-meta": csv.Field(statement.Status.IsMeta ? "true" : "false"); break;
            case "is-seed": csv.Field(statement.IsSeed == true ? "true" : "false"); break;
            case "group-informed-consensus" when figures.GroupInformedConsensus.TryGetValue(statement.Status.Statement, out var score): csv.Field(Decimal(score)); break;
            case "comment-body": csv.Field(statement.Text); break;
            default: csv.Empty(); break;
        }
    }

    private async Task ParticipantsAsync(CsvWriter csv, CancellationToken cancel)
    {
        var written = _statements.CountBy(statement => statement.Author).ToDictionary();
        var xids = dialect.HasXids
            ? await conversation.ParticipantsAsync(cancel).Where(person => person.Xid is { Length: > 0 }).ToDictionaryAsync(person => person.Number, person => person.Xid!, cancellationToken: cancel)
            : [];
        int[] voted = [.. _last.Statements];
        int[] columns = dialect.IsDense ? [.. _statements.Select(statement => statement.Status.Statement).Union(voted).Order()] : voted;
        var place = columns.Index().ToDictionary(column => column.Item, column => column.Index);
        int[] placeOf = [.. voted.Select(statement => place[statement])];
        csv.Row(["participant", .. dialect.HasXids ? ["xid"] : Array.Empty<string>(), "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", .. columns.Select(column => column.ToString(CultureInfo.InvariantCulture))]);
        foreach (var (participant, cells) in _last.ByPerson(dialect.IsDense))
        {
            csv.Field(participant);
            if (dialect.HasXids) csv.Field(xids.GetValueOrDefault(participant, ""));
            if (figures.Groups.TryGetValue(participant, out var group)) csv.Field(group);
            else csv.Empty();
            csv.Field(written.GetValueOrDefault(participant));
            csv.Field(cells.Count);
            csv.Field(cells.Count(cell => VoteOf(cell) == Vote.Agree));
            csv.Field(cells.Count(cell => VoteOf(cell) == Vote.Disagree));
            var next = 0;
            foreach (var cell in cells)
            {
                for (var column = placeOf[cell >> 2]; next < column; next++) csv.Empty();
                csv.Field(-(int)VoteOf(cell));
                next++;
            }
            for (; next < columns.Length; next++) csv.Empty();
            csv.End();
        }
    }

    private static Vote VoteOf(int cell) => (Vote)((cell & 3) - 1);

    // A row for each arrival, statement and vote in the order of time. At one instant people come before they write, and write before they vote.
    private async Task HistoryAsync(CsvWriter csv, List<long> arrivals, CancellationToken cancel)
    {
        csv.Row("n-votes", "n-comments", "n-visitors", "n-voters", "n-commenters");
        var history = new History(csv, arrivals, [.. _statements.OrderBy(statement => statement.Milliseconds)], dialect.CorrectsCounts);
        await foreach (var vote in conversation.VotesAsync(VoteOrder.ByTime, cancel)) history.Voted(vote);
        history.Until(long.MaxValue);
    }

    private async Task BannedAsync(Func<string, Stream> create, CancellationToken cancel)
    {
        var banned = await conversation.ParticipantsAsync(cancel).Where(person => person.IsBanned).Select(person => person.Number).ToListAsync(cancel);
        if (banned.Count == 0) return;
        await using var csv = Csv(create, PolisFolder.BannedFile);
        csv.Row("participant");
        foreach (var person in banned)
        {
            csv.Field(person);
            csv.End();
        }
    }

    private void Summary(CsvWriter csv, int visitors)
    {
        var isKnown = conversation.Detail != VoteDetail.None;
        var voters = isKnown ? _last.People.Count : figures.Voters ?? 0;
        var heading = conversation.Heading;
        csv.Row("topic", heading.Topic);
        csv.Row("url", heading.Address);
        if (dialect.HasVisitors) Line(csv, "views", visitors > 0 ? visitors : figures.Visitors ?? voters);
        Line(csv, "voters", voters);
        Line(csv, "voters-in-conv", dialect.CountsGroupedAsInConversation || dialect.CorrectsCounts ? figures.Groups.Count : voters);
        Line(csv, "commenters", _statements.Select(statement => statement.Author).Distinct().Count());
        Line(csv, "comments", isKnown ? _last.Statements.Count() : figures.VotedStatements ?? _statements.Count);
        Line(csv, "groups", figures.GroupCount ?? figures.Groups.Values.Distinct().Count());
        csv.Row("conversation-description", heading.Description);
    }

    private static void Line(CsvWriter csv, string name, int number)
    {
        csv.Field(name);
        csv.Field(number);
        csv.End();
    }

    // The shortest digits that are the same number; with an exponent only below a millionth, as scripts on the web write it.
    private static string Decimal(double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = shortest.IndexOf("E-", StringComparison.Ordinal);
        if (exponent < 0) return shortest;
        var (digits, zeros) = (shortest[..exponent].Replace(".", "", StringComparison.Ordinal), int.Parse(shortest[(exponent + 2)..], CultureInfo.InvariantCulture) - 1);
        return zeros < 6 ? $"0.{new string('0', zeros)}{digits}" : $"{shortest[..exponent]}e-{zeros + 1}";
    }

    /// <summary>Counts events as they come.</summary>
    private sealed class History(CsvWriter csv, List<long> arrivals, WrittenStatement[] statements, bool corrects)
    {
        private readonly HashSet<int> _voters = [];
        private readonly HashSet<int> _authors = [];
        private int _votes;
        private int _written;
        private int _came;

        public void Voted(VoteEvent vote)
        {
            Until(vote.Milliseconds);
            _votes++;
            if (corrects) _voters.Add(vote.Vote.Participant);
            Row();
        }

        public void Until(long milliseconds)
        {
            while (true)
            {
                var (came, wrote) = (_came < arrivals.Count ? arrivals[_came] : long.MaxValue, _written < statements.Length ? statements[_written].Milliseconds : long.MaxValue);
                if (Math.Min(came, wrote) > milliseconds || (came == long.MaxValue && wrote == long.MaxValue)) return;
                if (came <= wrote) _came++;
                else _authors.Add(statements[_written++].Author);
                Row();
            }
        }

        private void Row()
        {
            csv.Field(_votes);
            csv.Field(_written);
            csv.Field(_came);
            csv.Field(corrects ? _voters.Count : _votes);
            csv.Field(corrects ? _authors.Count : _written);
            csv.End();
        }
    }
}
