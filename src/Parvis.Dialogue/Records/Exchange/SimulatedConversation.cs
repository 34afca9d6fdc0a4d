using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Parvis.Dialogue.Records.Exchange;

/// <summary>What a made-up conversation is like.</summary>
/// <param name="People">People who vote.</param>
/// <param name="Statements">Statements.</param>
/// <param name="Votes">Votes; at most one for each person and statement.</param>
/// <param name="Groups">Groups of opinion that it is made of.</param>
/// <param name="Coordinated">The share of people who all vote alike, on the same statements; from 0 to 1.</param>
/// <param name="Seed">Decides all chance.</param>
internal sealed record Simulation(int People, int Statements, long Votes, int Groups, double Coordinated, ulong Seed);

/// <summary>
/// A conversation that nobody held, for trials and measurements: every vote follows from the seed and the place, so that none is held in memory.
/// Each group agrees with each statement at a chance of its own; a fifth of the statements divide nobody.
/// </summary>
internal sealed class SimulatedConversation(Simulation simulation, string topic, Func<int, string> words) : IConversation
{
    private const long Start = 1_700_000_000_000; // some day in 2023, the same for everybody
    private const long BetweenVotes = 4_000;

    private long SessionLength => (simulation.Statements + 1) * BetweenVotes;

    public ConversationHeading Heading { get; } = new(topic);

    public VoteDetail Detail => VoteDetail.Cast;

    /// <summary>The groups that it was made of; coordinated people are one more.</summary>
    public PublishedFigures Published { get; } = new()
    {
        Groups = Enumerable.Range(0, simulation.People).ToDictionary(person => person, person => GroupOf(simulation, person)),
        GroupCount = simulation.Groups + (simulation.Coordinated > 0 ? 1 : 0),
    };

    public IAsyncEnumerable<WrittenStatement> StatementsAsync(CancellationToken cancel) => Enumerable.Range(0, simulation.Statements)
        .Select(statement => new WrittenStatement(Start - simulation.Statements + statement, new(statement, Moderation.Accepted), (int)(Chance(1, statement, 0) * simulation.People), IsSeed: statement < 10, words(statement)))
        .ToAsyncEnumerable();

    public IAsyncEnumerable<Participant> ParticipantsAsync(CancellationToken cancel) => Enumerable.Range(0, simulation.People)
        .Select(person => new Participant(person, Start + (person * SessionLength)))
        .ToAsyncEnumerable();

    public async IAsyncEnumerable<VoteEvent> VotesAsync(VoteOrder order, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        int[] everybody = [.. Enumerable.Range(0, simulation.People)];
        Turn[] turns = [.. everybody.Select(TurnOf)];
        if (order == VoteOrder.ByTime)
        {
            foreach (var person in everybody)
            {
                cancel.ThrowIfCancellationRequested();
                for (var statement = 0; statement < simulation.Statements; statement++)
                {
                    if (turns[person].Votes(statement, simulation.Statements)) yield return Vote(person, statement);
                }
            }
            yield break;
        }
        for (var statement = 0; statement < simulation.Statements; statement++)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var person in everybody)
            {
                if (turns[person].Votes(statement, simulation.Statements)) yield return Vote(person, statement);
            }
        }
    }

    private static int GroupOf(Simulation simulation, int person) => IsCoordinated(simulation, person)
        ? simulation.Groups
        : (int)(Chance(simulation.Seed, 2, person, 0) * simulation.Groups);

    private static bool IsCoordinated(Simulation simulation, int person) => Chance(simulation.Seed, 3, person, 0) < simulation.Coordinated;

    private VoteEvent Vote(int person, int statement)
    {
        var isCoordinated = IsCoordinated(simulation, person);
        var isShared = Chance(4, statement, 0) < 0.2;
        var agreement = Chance(5, statement, isShared ? -1 : GroupOf(simulation, person));
        var drawn = isCoordinated ? Chance(6, -1, statement) : Chance(6, person, statement);
        var choice = drawn < 0.1 ? Records.Vote.Pass : drawn < 0.1 + (0.9 * agreement) ? Records.Vote.Agree : Records.Vote.Disagree;
        return new(Start + (person * SessionLength) + ((statement + 1) * BetweenVotes), new(person, statement, choice));
    }

    // A person votes on the first of all statements in an order of their own: a step through them that meets each once.
    private Turn TurnOf(int person)
    {
        var who = IsCoordinated(simulation, person) ? -1 : person;
        var step = 1 + (int)(Chance(7, who, 0) * simulation.Statements);
        while (GreatestCommonDivisor(step, simulation.Statements) > 1) step++;
        var votes = (simulation.Votes / simulation.People) + (person < simulation.Votes % simulation.People ? 1 : 0);
        return new(step, (int)(Chance(8, who, 0) * simulation.Statements), votes);
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    private double Chance(int what, int one, int other) => Chance(simulation.Seed, what, one, other);

    // SplitMix64's scattering (Steele, Lea, Flood 2014) of the place.
    private static double Chance(ulong seed, int what, int one, int other)
    {
        var bits = Mix(Mix(Mix(seed + (ulong)what) ^ (uint)one) ^ (uint)other);
        return (bits >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Turn(int Step, int Offset, long Count)
    {
        public bool Votes(int statement, int statements) => (((long)statement * Step) + Offset) % statements < Count;
    }
}
