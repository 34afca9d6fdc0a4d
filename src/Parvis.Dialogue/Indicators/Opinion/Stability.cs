namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Whether groups are there or made: how far they come out again when grouping begins elsewhere.</summary>
/// <param name="Mean">Mean adjusted Rand index with the groups shown.</param>
/// <param name="Least">The lowest.</param>
/// <param name="Seeds">How many seeds were tried.</param>
internal sealed record Stability(double Mean, double Least, int Seeds)
{
    /// <summary>Groups the same people anew, taken in another order by each seed.</summary>
    public static Stability Of(OpinionResult result, int seeds)
    {
        var shown = result.GroupOf();
        var place = result.Participants.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var indices = new List<double>();
        for (var seed = 0; seed < seeds; seed++)
        {
            var random = new SeededRandom(SeededRandom.Mix(result.Settings.Seed) + (ulong)seed);
            var people = result.InConversation.ToArray();
            for (var i = people.Length - 1; i > 0; i--)
            {
                var other = random.Next(i + 1);
                (people[i], people[other]) = (people[other], people[i]);
            }
            var points = new Points(people, [.. people.Select(person => result.Projections.X[place[person]])], [.. people.Select(person => result.Projections.Y[place[person]])]);
            var (bases, groups) = OpinionAnalysis.Group(points, result.Settings with { Seed = result.Settings.Seed + 1 + (ulong)seed });
            var of = bases.ToDictionary(cluster => cluster.Id, cluster => cluster.Members);
            indices.Add(RandIndex.Adjusted(shown, groups.SelectMany(group => group.Members.SelectMany(id => of[id]).Select(person => (person, group.Id))).ToDictionary()));
        }
        return indices.Count == 0 ? new(1, 1, 0) : new(indices.Average(), indices.Min(), seeds);
    }
}
