using System.Globalization;
using System.Runtime.CompilerServices;
using Parvis.Dialogue.Records.Exchange;

namespace Parvis.Dialogue.Records.Polis;

/// <summary>A conversation as the files of a Polis export hold it. Every file is read to its end before anything is given, so that a malformed one gives nothing.</summary>
internal sealed class PolisFolder : IConversation
{
    public const string VotesFile = "votes.csv";
    public const string StatementsFile = "comments.csv";
    public const string ParticipantsFile = "participants-votes.csv";
    public const string SummaryFile = "summary.csv";
    public const string HistoryFile = "stats-history.csv";
    public const string BannedFile = "banned.csv"; // not of Polis

    private readonly string _folder;
    private readonly IReadOnlyList<PolisStatement> _statements;
    private readonly HashSet<int> _numbers;
    private readonly Dictionary<int, string?> _xids = [];
    private readonly HashSet<int> _banned;
    private readonly Lazy<VoteEvent[]> _byTime;
    private readonly int _participants;

    private PolisFolder(string folder)
    {
        _folder = folder;
        _byTime = new(() => [.. FileVotes().OrderBy(vote => vote.Order).ThenBy(vote => vote.Milliseconds)]);
        _statements = [.. Read(StatementsFile, PolisExport.Statements)];
        _numbers = [.. _statements.Select(statement => statement.Status.Statement)];
        _banned = Has(BannedFile) ? [.. Read(BannedFile, PolisExport.Banned)] : [];
        var summary = Has(SummaryFile) ? PolisExport.Summary(SummaryFile, Open(SummaryFile)) : new Dictionary<string, string>();
        Heading = new(summary.GetValueOrDefault("topic", ""), summary.GetValueOrDefault("url", ""), summary.GetValueOrDefault("conversation-description", ""));
        var (highest, groups) = (_statements.Select(statement => statement.Author).Append(-1).Max(), new Dictionary<int, int>());
        if (Has(ParticipantsFile))
        {
            foreach (var row in Read(ParticipantsFile, (file, content) => PolisExport.Participants(file, content, _numbers)))
            {
                _xids.Add(row.Participant, row.Xid);
                if (row.Group is { } group) groups.Add(row.Participant, group);
                highest = Math.Max(highest, row.Participant);
            }
            Detail = VoteDetail.Last;
        }
        if (Has(VotesFile))
        {
            foreach (var vote in FileVotes()) highest = Math.Max(highest, vote.Vote.Participant);
            Detail = VoteDetail.Cast;
        }
        var visitors = Has(HistoryFile) ? Read(HistoryFile, PolisExport.History).Select(row => row.Visitors).Append(0).Max() : Math.Min(Number(summary, "views") ?? 0, Participant.Numbers);
        _participants = Math.Max(highest + 1, visitors);
        Published = new()
        {
            Counts = _statements.ToDictionary(statement => statement.Status.Statement, statement => new VoteCount(statement.Agrees, statement.Disagrees)),
            Groups = groups,
            GroupInformedConsensus = _statements.Where(statement => statement.GroupInformedConsensus is not null).ToDictionary(statement => statement.Status.Statement, statement => statement.GroupInformedConsensus!.Value),
            GroupCount = Number(summary, "groups"),
            Visitors = Number(summary, "views"),
            Voters = Number(summary, "voters"),
            VotedStatements = Number(summary, "comments"),
        };
    }

    public ConversationHeading Heading { get; }

    public VoteDetail Detail { get; }

    public PublishedFigures? Published { get; }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="PolisFormatException">A file in it is malformed, or it has no <c>comments.csv</c>.</exception>
    public static PolisFolder Open(string folder, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException(folder);
        if (!File.Exists(Path.Combine(folder, StatementsFile))) throw new PolisFormatException(StatementsFile, 1, 1, "missing", StatementsFile, "");
        return new(folder);
    }

    /// <summary>Reads a folder that has votes.</summary>
    /// <exception cref="PolisFormatException">A file in it is malformed, or it has no votes.</exception>
    public static PolisFolder Voted(string folder, CancellationToken cancel) => Open(folder, cancel) is { Detail: not VoteDetail.None } voted
        ? voted
        : throw new PolisFormatException(VotesFile, 1, 1, "votes", $"{VotesFile}, {ParticipantsFile}", "");

    /// <summary>Statements as they stand in the file.</summary>
    public IReadOnlyList<PolisStatement> Statements => _statements;

    public IAsyncEnumerable<WrittenStatement> StatementsAsync(CancellationToken cancel) => _statements
        .Select(statement => new WrittenStatement(statement.Milliseconds, statement.Status, statement.Author, statement.IsSeed, statement.Text))
        .ToAsyncEnumerable();

    public IAsyncEnumerable<Participant> ParticipantsAsync(CancellationToken cancel)
    {
        var came = Arrivals();
        return Enumerable.Range(0, _participants)
            .Select(number => new Participant(number, number < came.Count ? came[number] : null, _xids.GetValueOrDefault(number), _banned.Contains(number)))
            .ToAsyncEnumerable();
    }

    public async IAsyncEnumerable<VoteEvent> VotesAsync(VoteOrder order, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        foreach (var vote in Votes(order))
        {
            cancel.ThrowIfCancellationRequested();
            yield return vote;
        }
    }

    /// <summary>The same votes for callers that do not wait.</summary>
    public IEnumerable<VoteEvent> Votes(VoteOrder order) => (Detail, order) switch
    {
        (VoteDetail.None, _) => [],
        (VoteDetail.Cast, VoteOrder.ByTime) => _byTime.Value,
        (_, VoteOrder.ByTime) => LastVotes().OrderBy(vote => vote.Vote.Participant),
        _ => (Detail == VoteDetail.Cast ? FileVotes() : LastVotes()).OrderBy(vote => vote.Vote.Statement).ThenBy(vote => vote.Vote.Participant).ThenBy(vote => vote.Order).ThenBy(vote => vote.Milliseconds),
    };

    // The history has a row for each vote, statement and arrival in the order of time: an arrival came just before what is next after it.
    private List<long> Arrivals()
    {
        var arrivals = new List<long>();
        if (Detail != VoteDetail.Cast || !Has(HistoryFile)) return arrivals;
        long[] times = [.. _byTime.Value.Select(vote => vote.Milliseconds).Concat(_statements.Select(statement => statement.Milliseconds)).Order()];
        foreach (var (votes, statements, visitors) in Read(HistoryFile, PolisExport.History))
        {
            var before = votes + statements;
            while (arrivals.Count < visitors) arrivals.Add(before < times.Length ? times[before] : times is [.., var last] ? Math.Min(last + 1, PolisExport.MostMilliseconds) : 0);
        }
        return arrivals;
    }

    private IEnumerable<VoteEvent> FileVotes() => Read(VotesFile, (file, content) => PolisExport.Votes(file, content, _numbers));

    private IEnumerable<VoteEvent> LastVotes() =>
        Read(ParticipantsFile, (file, content) => PolisExport.Participants(file, content, _numbers)).SelectMany(row => row.Votes).Select(vote => new VoteEvent(0, vote));

    private IEnumerable<T> Read<T>(string file, Func<string, Stream, IEnumerable<T>> read) => read(file, Open(file));

    private bool Has(string file) => File.Exists(Path.Combine(_folder, file));

    private FileStream Open(string file) => new(Path.Combine(_folder, file), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);

    private static int? Number(IReadOnlyDictionary<string, string> summary, string name) =>
        int.TryParse(summary.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
