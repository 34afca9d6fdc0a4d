using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Sources;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;
using Parvis.Tests.Identity;
using Parvis.Tests.Storage;
using Xunit;

namespace Parvis.Tests.Dialogue;

/// <summary>A database with one open conversation of five statements, and everything that works on it, as one process has it.</summary>
internal sealed class HeldConversation : IDisposable
{
    private readonly TestDatabase _store;
    private readonly NodeKey _key;
    private readonly TileLog _ledger;

    private HeldConversation(TestDatabase store, string id)
    {
        (_store, Id) = (store, id);
        Database = store.Open();
        Register = new(Database, Time);
        Seats = new(Database);
        Statements = new(Database, Time);
        Votes = new(Database);
        Log = new(Database);
        Snapshots = new(Database, Time);
        Intake = new(Database, Arrivals, Time);
        Live = new(Register, Votes, Log, Statements, Snapshots);
        Queue = new(Database, Statements, new NoTranslator(), Arrivals, Time);
        _key = NodeKey.OpenOrCreate(store.Folder, "node.example/parvis");
        _ledger = new(Database, store.Folder, _key);
        Views = new(Live, Snapshots, TimeProvider.System);
        Closing = new(Database, Live, Views, Snapshots, _ledger, Time);
    }

    public string Id { get; }

    public Clock Time { get; } = new();

    public Database Database { get; }

    public ConversationRegister Register { get; }

    public Seats Seats { get; }

    public Statements Statements { get; }

    public Votes Votes { get; }

    public ModerationLog Log { get; }

    public Snapshots Snapshots { get; }

    public Arrivals Arrivals { get; } = new();

    public VoteIntake Intake { get; }

    public LiveConversations Live { get; }

    public LiveViews Views { get; }

    public StatementQueue Queue { get; }

    public IEvidenceLog Ledger => _ledger;

    public ConversationClosing Closing { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<HeldConversation> CreateAsync(TestDatabase store, ConversationSettings? settings = null, int seeds = 5)
    {
        var database = store.Open();
        await Migrator.MigrateAsync(database, [typeof(IModule).Assembly, typeof(Parvis.Dialogue.DialogueModule).Assembly], Cancel);
        var register = new ConversationRegister(database, new Clock());
        var made = await register.CreateAsync(new(new Dictionary<string, string> { ["en"] = "The park" }, Languages: ["en", "fr"], Settings: settings), "ana", Cancel);
        await new Statements(database, new Clock()).SeedAsync(made.Id, [.. Enumerable.Range(0, seeds).Select(i => ("en", $"Statement number {i} about the park", false))], "ana", Cancel);
        await register.OpenAsync(made.Id, Cancel);
        return new(store, made.Id);
    }

    /// <summary>The same, as another process or a new start has it.</summary>
    public HeldConversation Again() => new(_store, Id);

    public async Task<Conversation> ReadAsync() => (await Register.ReadAsync(Id, Cancel))!;

    public Task<VoteOutcome> VoteAsync(string seat, int statement, Vote choice, string? client = null) => Intake.CastAsync(new(Id, seat, statement, choice, client ?? $"{seat}-{statement}-{choice}"));

    public async Task<StatementEntry> WriteAsync(string seat, string words) =>
        Assert.IsType<WriteOutcome.Written>(await Statements.WriteAsync(Id, seat, "en", words, Cancel)).Statement;

    public void Dispose()
    {
        Views.Dispose();
        Live.Dispose();
        _ledger.Dispose();
        _key.Dispose();
    }

    private sealed class NoTranslator : ITranslator
    {
        public bool IsConfigured => false;

        public Task<string?> TranslateAsync(string words, string from, string to, CancellationToken cancel) => throw new InvalidOperationException("Nothing may be sent anywhere.");
    }
}
