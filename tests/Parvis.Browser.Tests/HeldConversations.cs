using Microsoft.Extensions.DependencyInjection;
using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Records;
using Xunit;

namespace Parvis.Browser.Tests;

/// <summary>Conversations that the node holds, in every state that is drawn differently.</summary>
/// <param name="Lively">Open, with two large groups of opinion and one of three people, statements in three languages, one that waits and one rejected.</param>
/// <param name="Fresh">Open, for those who vote in tests.</param>
/// <param name="Invited">By invitation only.</param>
/// <param name="Closed">Closed, with a tally in the ledger.</param>
/// <param name="Draft">Not open yet.</param>
internal sealed record HeldConversations(string Lively, string Fresh, string Invited, string Closed, string Draft)
{
    /// <summary>The words of the statement that was rejected.</summary>
    public const string Rejected = "Whoever disagrees with me is a fool and lives in Elm Street 4";

    /// <summary>An original and its translation.</summary>
    public const string French = "Chaque élève doit savoir quand une machine lui répond.";

    /// <inheritdoc cref="French"/>
    public const string Arabic = "يجب أن يعرف كل تلميذ متى تجيبه آلة.";

    private const string Convener = "test";

    private static readonly (string Language, string Words)[] Seeds =
    [
        ("fr", French), ("en", "Teachers should choose the tools themselves."), ("en", "Homework made with a machine is still homework."), ("en", "Schools should publish what they pay for software."),
        ("en", "Children under twelve should not use chat programs at school."), ("en", "A region should run its own models."), ("en", "Marks must never be given by a machine alone."), ("en", "Paper books should stay."),
        ("ar", "ينبغي أن تدعم الأدوات لغات التلاميذ كلها."), ("en", "Parents should be able to say no."),
    ];

    public static async Task<HeldConversations> HoldAsync(IServiceProvider node)
    {
        var lively = await OpenAsync(node, new());
        await VoteAsync(node, lively);
        await ModerateAsync(node, lively);
        var fresh = await OpenAsync(node, new());
        var invited = await OpenAsync(node, new() { IsInviteOnly = true });
        var closed = await OpenAsync(node, new() { IsStable = true });
        await VoteAsync(node, closed);
        Assert.IsType<ConversationOutcome.Changed>(await node.GetRequiredService<ConversationClosing>().CloseAsync(closed, CancellationToken.None));
        await node.GetRequiredService<LiveConversations>().Of(lively).AdvanceAsync(CancellationToken.None); // the node would, in its own time
        var draft = await node.GetRequiredService<ConversationRegister>().CreateAsync(Proposed(new()), Convener, CancellationToken.None);
        return new(lively, fresh, invited, closed, draft.Id);
    }

    private static ConversationDraft Proposed(ConversationSettings settings) => new(
        new Dictionary<string, string> { ["en"] = "Machines at school", ["fr"] = "Des machines à l’école", ["ar"] = "الآلات في المدرسة" },
        new Dictionary<string, string> { ["en"] = "How should schools use programs that answer?\nThe council decides in May.", ["ar"] = "كيف تستخدم المدارس برامج تجيب؟" },
        new Dictionary<string, string> { ["en"] = "We reject insults and names of people, within a day, and say so." },
        ["en", "fr", "ar"], settings);

    /// <summary>Opens a conversation with ten statements; its id.</summary>
    public static async Task<string> OpenAsync(IServiceProvider node, ConversationSettings settings)
    {
        var register = node.GetRequiredService<ConversationRegister>();
        var conversation = await register.CreateAsync(Proposed(settings), Convener, CancellationToken.None);
        await node.GetRequiredService<Statements>().SeedAsync(conversation.Id, [.. Seeds.Select(seed => (seed.Language, seed.Words, false))], Convener, CancellationToken.None);
        await node.GetRequiredService<Statements>().TranslateAsync(conversation.Id, new(0, "ar", Arabic, TranslationOrigin.Human, IsReviewed: true), CancellationToken.None);
        await node.GetRequiredService<Statements>().TranslateAsync(conversation.Id, new(1, "fr", "Les enseignants devraient choisir eux-mêmes les outils.", TranslationOrigin.Machine, IsReviewed: false), CancellationToken.None);
        await register.OpenAsync(conversation.Id, CancellationToken.None);
        return conversation.Id;
    }

    // Twelve and nine people of two camps, three of a third; each strays once, so that no two vote alike.
    private static async Task VoteAsync(IServiceProvider node, string id)
    {
        string[] camps = ["aaaaadddda", "adddaaaada", "dddddppddd"];
        var person = 0;
        foreach (var (camp, people) in new[] { (0, 12), (1, 9), (2, 3) })
        {
            for (var i = 0; i < people; i++, person++) await VoteAsync(node, id, camps[camp], strays: person);
        }
    }

    /// <summary>Somebody new answers the first statements.</summary>
    /// <param name="node">The node.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="answers">A letter for each statement: <c>a</c>gree, <c>d</c>isagree or <c>p</c>ass.</param>
    /// <param name="strays">A number for each person, so that they differ.</param>
    public static async Task VoteAsync(IServiceProvider node, string id, string answers, int strays)
    {
        var tokens = node.GetRequiredService<ParticipantTokens>();
        var seat = tokens.Seat(id, tokens.New());
        for (var number = 0; number < answers.Length; number++)
        {
            var vote = number == strays % answers.Length && strays % 4 != 0 ? Vote.Pass : answers[number] switch { 'a' => Vote.Agree, 'd' => Vote.Disagree, _ => Vote.Pass };
            Assert.IsType<VoteOutcome.Counted>(await node.GetRequiredService<VoteIntake>().CastAsync(new(id, seat, number, vote, $"v{number}")));
        }
    }

    private static async Task ModerateAsync(IServiceProvider node, string id)
    {
        var (tokens, statements) = (node.GetRequiredService<ParticipantTokens>(), node.GetRequiredService<Statements>());
        var seat = tokens.Seat(id, tokens.New());
        Assert.IsType<WriteOutcome.Written>(await statements.WriteAsync(id, seat, "en", "Teachers should choose their tools themselves", CancellationToken.None));
        var rejected = Assert.IsType<WriteOutcome.Written>(await statements.WriteAsync(id, seat, "en", Rejected, CancellationToken.None));
        Assert.Equal(QueueOutcome.Done, await node.GetRequiredService<StatementQueue>().DecideAsync(id, rejected.Statement.Number, Moderation.Rejected, "It insults, and says where somebody lives.", Convener, CancellationToken.None));
    }
}
