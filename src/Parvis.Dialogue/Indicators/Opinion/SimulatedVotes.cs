using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>
/// Votes of people who are not there, for trials and measurements: three camps of opinion, statements on which all lean one way or camps lean apart, few who vote much and many who vote little.
/// A seed decides everything, with arithmetic that is alike on every machine.
/// </summary>
/// <param name="People">How many people.</param>
/// <param name="Statements">How many statements.</param>
/// <param name="Votes">How many votes, roughly.</param>
/// <param name="Seed">Decides everything.</param>
internal sealed record SimulatedVotes(int People, int Statements, long Votes, ulong Seed)
{
    private const int Camps = 3;
    private const double Undecided = 0.35; // opinions weaker than this are a pass

    // How much of the mean each sixteenth of people votes: lognormal, of mean 1.
    private static readonly double[] Diligence = [0.100, 0.172, 0.234, 0.295, 0.360, 0.429, 0.507, 0.594, 0.695, 0.814, 0.960, 1.146, 1.396, 1.763, 2.399, 4.136];

    /// <summary>The camp of a person: half are in the first, three tenths in the second.</summary>
    public int CampOf(int person) => new SeededRandom(SeededRandom.Mix(Seed) ^ (ulong)person).NextDouble() switch { < 0.5 => 0, < 0.8 => 1, _ => 2 };

    /// <summary>The votes, person by person.</summary>
    public IEnumerable<VoteCast> Cast()
    {
        var random = new SeededRandom(Seed);
        var (shared, leaning) = (new double[Statements], new double[Camps * Statements]);
        for (var i = 0; i < shared.Length; i++) shared[i] = -0.6 + (0.6 * Bell(ref random));
        for (var i = 0; i < leaning.Length; i++) leaning[i] = Bell(ref random);
        var deck = Enumerable.Range(0, Statements).ToArray();
        for (var person = 0; person < People; person++)
        {
            var camp = CampOf(person) * Statements;
            var count = (int)Math.Clamp((Votes / (double)People * Diligence[random.Next(Diligence.Length)]) + 0.5, 1, Statements);
            for (var drawn = 0; drawn < count; drawn++)
            {
                var other = drawn + random.Next(Statements - drawn);
                (deck[drawn], deck[other]) = (deck[other], deck[drawn]);
                var opinion = shared[deck[drawn]] + leaning[camp + deck[drawn]] + (1.8 * Bell(ref random));
                yield return new(person, deck[drawn], opinion < -Undecided ? Vote.Agree : opinion > Undecided ? Vote.Disagree : Vote.Pass);
            }
        }
    }

    // Nearly normal, of mean 0 and deviation 1: twelve even chances.
    private static double Bell(ref SeededRandom random)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += random.NextDouble();
        return sum;
    }
}
