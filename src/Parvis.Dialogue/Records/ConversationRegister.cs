using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records;

/// <summary>What came of changing a conversation as a whole.</summary>
internal abstract record ConversationOutcome
{
    /// <summary>It was changed.</summary>
    internal sealed record Changed(Conversation Conversation) : ConversationOutcome;

    /// <summary>There is none of that id.</summary>
    internal sealed record Unknown : ConversationOutcome;

    /// <summary>Where it stands, that cannot be done.</summary>
    internal sealed record NotNow(ConversationState State) : ConversationOutcome;
}

/// <summary>The conversations of this node.</summary>
internal sealed class ConversationRegister(Database database, TimeProvider time)
{
    private const string Columns = "id AS Id, title AS Title, description AS Description, policy AS Policy, languages AS Languages, settings AS Settings, state AS State, opens_at AS OpensAt, closes_at AS ClosesAt, tied_to AS TiedTo, created_by AS CreatedBy, created_at AS CreatedAt, changed_at AS ChangedAt, closed_at AS ClosedAt, tally AS Tally, ledger_index AS LedgerIndex";
    private const string One = $"SELECT {Columns} FROM dialogue_conversation WHERE id = @id";
    private const string Match = "FROM dialogue_conversation WHERE (@drafts = 1 OR state <> 'Draft') AND (@tiedTo = '' OR tied_to = @tiedTo)";
    private const string Page = $"SELECT {Columns} {Match} ORDER BY CASE state WHEN 'Open' THEN 0 WHEN 'Draft' THEN 1 ELSE 2 END, created_at DESC, id LIMIT @limit OFFSET @offset";
    private const string Count = $"SELECT COUNT(*) {Match}";
    private const string Standing = $"SELECT {Columns} FROM dialogue_conversation WHERE state = 'Open' ORDER BY id";
    private const string Sizes = """
        SELECT c.id AS Id, (SELECT COUNT(p.pid) FROM dialogue_participant p WHERE p.conversation_id = c.id) AS People,
            (SELECT COUNT(*) FROM dialogue_statement s WHERE s.conversation_id = c.id AND s.moderation = 1) AS Accepted,
            (SELECT COUNT(*) FROM dialogue_statement s WHERE s.conversation_id = c.id AND s.moderation = 0) AS Pending,
            (SELECT COALESCE(MAX(v.seq), -1) + 1 FROM dialogue_vote v WHERE v.conversation_id = c.id) AS Votes
        FROM dialogue_conversation c WHERE c.id IN @ids
        """;
    private const string Insert = "INSERT INTO dialogue_conversation (id, title, description, policy, languages, settings, state, opens_at, closes_at, tied_to, created_by, created_at, changed_at) VALUES (@id, @title, @description, @policy, @languages, @settings, 'Draft', @opensAt, @closesAt, @tiedTo, @by, @now, @now)";
    private const string Update = "UPDATE dialogue_conversation SET title = @title, description = @description, policy = @policy, languages = @languages, settings = @settings, opens_at = @opensAt, closes_at = @closesAt, tied_to = @tiedTo, changed_at = @now WHERE id = @id";
    private const string SetState = "UPDATE dialogue_conversation SET state = @state, changed_at = @now WHERE id = @id";
    private const string End = "UPDATE dialogue_conversation SET state = 'Closed', changed_at = @At, closed_at = @At, tally = @Result, ledger_index = @LedgerIndex WHERE id = @id";

    /// <summary>Makes a conversation; nobody but those who convene sees it until it is opened.</summary>
    /// <param name="draft">Without problems.</param>
    public Task<Conversation> CreateAsync(ConversationDraft draft, string by, CancellationToken cancel) => database.WriteAsync(transaction => CreateAsync(transaction, draft, by), cancel);

    /// <summary>Makes a conversation within what else is written.</summary>
    /// <param name="draft">Without problems.</param>
    public async Task<Conversation> CreateAsync(DbTransaction transaction, ConversationDraft draft, string by)
    {
        var id = RandomNumberGenerator.GetString("23456789abcdefghjkmnpqrstvwxyz", 10);
        await transaction.Connection!.ExecuteAsync(Insert, Parameters(id, draft, by), transaction);
        return (await ReadAsync(transaction, id))!;
    }

    /// <summary>Gives a conversation that is not closed other words or settings.</summary>
    /// <param name="draft">Without problems.</param>
    public Task<ConversationOutcome> ChangeAsync(string id, ConversationDraft draft, CancellationToken cancel) => database.WriteAsync<ConversationOutcome>(async transaction =>
    {
        if (await ReadAsync(transaction, id) is not { } conversation) return new ConversationOutcome.Unknown();
        if (conversation.State == ConversationState.Closed) return new ConversationOutcome.NotNow(conversation.State);
        await transaction.Connection!.ExecuteAsync(Update, Parameters(id, draft, ""), transaction);
        return new ConversationOutcome.Changed((await ReadAsync(transaction, id))!);
    }, cancel);

    /// <summary>Opens a draft.</summary>
    public Task<ConversationOutcome> OpenAsync(string id, CancellationToken cancel) => database.WriteAsync<ConversationOutcome>(async transaction =>
    {
        if (await ReadAsync(transaction, id) is not { } conversation) return new ConversationOutcome.Unknown();
        if (conversation.After(ConversationAct.Open) is not { } next) return new ConversationOutcome.NotNow(conversation.State);
        await transaction.Connection!.ExecuteAsync(SetState, new { id, state = next.ToString(), now = time.GetUtcNow() }, transaction);
        return new ConversationOutcome.Changed((await ReadAsync(transaction, id))!);
    }, cancel);

    /// <summary>One conversation, or null.</summary>
    public async Task<Conversation?> ReadAsync(string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(One, new { id }))?.ToConversation();
    }

    /// <summary>One conversation as the writer sees it, or null.</summary>
    public static async Task<Conversation?> ReadAsync(DbTransaction transaction, string id) =>
        (await transaction.Connection!.QuerySingleOrDefaultAsync<Row>(One, new { id }, transaction))?.ToConversation();

    /// <summary>One page of conversations, open ones first, and how many there are in all.</summary>
    /// <param name="drafts">Drafts too.</param>
    /// <param name="tiedTo">Only those tied to this address; null for all.</param>
    public async Task<(IReadOnlyList<Conversation> Page, long Total)> ListAsync(bool drafts, string? tiedTo, int offset, int limit, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var parameters = new { drafts = drafts ? 1 : 0, tiedTo = tiedTo ?? "", offset, limit };
        return ([.. (await connection.QueryAsync<Row>(Page, parameters)).Select(row => row.ToConversation())], await connection.ExecuteScalarAsync<long>(Count, parameters));
    }

    /// <summary>How much was said in each of <paramref name="conversations"/>.</summary>
    public async Task<IReadOnlyList<(Conversation Conversation, ConversationSize Size)>> SizesAsync(IReadOnlyList<Conversation> conversations, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var sizes = (await connection.QueryAsync<SizeRow>(Sizes, new { ids = new Ids(conversations.Select(conversation => conversation.Id)) })).ToDictionary(row => row.Id, StringComparer.Ordinal);
        return [.. conversations.Select(conversation => (conversation, sizes[conversation.Id].Of(conversation.Settings)))];
    }

    /// <summary>All that are open, those before and after their instants too.</summary>
    public async Task<IReadOnlyList<Conversation>> OpenOnesAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(Standing)).Select(row => row.ToConversation())];
    }

    /// <summary>Writes with what a conversation ended.</summary>
    public static Task EndAsync(DbTransaction transaction, string id, Closing closing) => transaction.Connection!.ExecuteAsync(End, new { id, closing.At, closing.Result, closing.LedgerIndex }, transaction);

    private object Parameters(string id, ConversationDraft draft, string by) => new
    {
        id,
        title = draft.TitleText.ToJson(),
        description = draft.DescriptionText.ToJson(),
        policy = draft.PolicyText.ToJson(),
        languages = string.Join(' ', draft.Tags),
        settings = (draft.Settings ?? new()).ToJson(),
        opensAt = draft.OpensAt,
        closesAt = draft.ClosesAt,
        tiedTo = string.IsNullOrWhiteSpace(draft.TiedTo) ? null : draft.TiedTo,
        by,
        now = time.GetUtcNow(),
    };

    private sealed class SizeRow
    {
        public string Id { get; set; } = "";
        public int People { get; set; }
        public int Accepted { get; set; }
        public int Pending { get; set; }
        public long Votes { get; set; }

        public ConversationSize Of(ConversationSettings settings) => new(People, settings.IsStrict ? Accepted : Accepted + Pending, Votes);
    }

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Title { get; set; } = "";
        public string Description { get; set; } = "";
        public string Policy { get; set; } = "";
        public string Languages { get; set; } = "";
        public string Settings { get; set; } = "";
        public string State { get; set; } = "";
        public DateTimeOffset? OpensAt { get; set; }
        public DateTimeOffset? ClosesAt { get; set; }
        public string? TiedTo { get; set; }
        public string CreatedBy { get; set; } = "";
        public DateTimeOffset CreatedAt { get; set; }
        public DateTimeOffset ChangedAt { get; set; }
        public DateTimeOffset? ClosedAt { get; set; }
        public string? Tally { get; set; }
        public long? LedgerIndex { get; set; }

        public Conversation ToConversation() => new(
            Id, LocalizedText.FromJson(Title), LocalizedText.FromJson(Description), LocalizedText.FromJson(Policy), Languages.Split(' ', StringSplitOptions.RemoveEmptyEntries), ConversationSettings.FromJson(Settings),
            Enum.Parse<ConversationState>(State), OpensAt, ClosesAt, TiedTo, CreatedBy, CreatedAt, ChangedAt,
            ClosedAt is { } at ? new(at, Tally!, LedgerIndex!.Value) : null);
    }
}
