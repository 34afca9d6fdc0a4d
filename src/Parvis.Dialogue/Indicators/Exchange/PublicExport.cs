using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Exchange;

namespace Parvis.Dialogue.Indicators.Exchange;

/// <summary>Makes of a result what anybody may have.</summary>
internal static class PublicExport
{
    /// <summary>Sums over base clusters, joined with the nearest of their group until each has enough people and there are few enough for all.</summary>
    /// <param name="heading">What the conversation is about.</param>
    /// <param name="statements">Its statements; those rejected are left out.</param>
    /// <param name="result">What was computed.</param>
    /// <param name="fewest">The fewest people that a sum is about; not below <see cref="PublicConversation.Fewest"/>.</param>
    /// <param name="secret">Decides the order of clusters and so the numbers of people. It is drawn anew for each export and kept nowhere.</param>
    public static PublicConversation Of(ConversationHeading heading, IEnumerable<WrittenStatement> statements, OpinionResult result, int fewest, ulong secret)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fewest, PublicConversation.Fewest);
        PublicStatement[] shown = [.. statements
            .Where(statement => statement.Status.Moderation != Moderation.Rejected)
            .OrderBy(statement => statement.Status.Statement)
            .Select(statement => new PublicStatement(statement.Status.Statement, statement.Text, statement.Status.IsMeta))];
        int[] numbers = [.. shown.Select(statement => statement.Number).Where(number => number < result.Totals.Seen.Length)];
        var joined = Shuffled(Joined(result, fewest), secret);
        var rest = new Cells(numbers, result.Totals);
        var groupRests = new SortedDictionary<int, Cells>();
        var clusters = new List<PublicCluster>();
        var first = 0;
        foreach (var part in joined)
        {
            var cells = new Cells(numbers, part.Votes);
            rest.Subtract(cells);
            var left = cells.TakeOut(fewest);
            if (groupRests.TryGetValue(part.Group, out var others)) others.Add(left);
            else groupRests.Add(part.Group, left);
            clusters.Add(new(first, part.People, part.Group, Math.Round(part.X, 2), Math.Round(part.Y, 2), cells.ToList()));
            first += part.People;
        }
        foreach (var cells in groupRests.Values) rest.Add(cells.TakeOut(fewest));
        rest.TakeOut(fewest);
        return new()
        {
            Format = PublicConversation.FormatName,
            Topic = heading.Topic,
            Description = heading.Description,
            Algorithm = result.Algorithm,
            Mode = result.Settings.Mode == GroupingMode.Stable ? "stable" : "compatible",
            FewestPeople = fewest,
            People = result.Participants.Length,
            Statements = shown,
            Clusters = clusters,
            GroupRests = [.. groupRests.Select(group => new PublicRest(group.Key, group.Value.ToList()))],
            Rest = rest.ToList(),
        };
    }

    /// <summary>Who is in each sum, in the order of an export of this secret: never to be shown, but by this it can be measured what an export tells.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Members(OpinionResult result, int fewest, ulong secret) =>
        [.. Shuffled(Joined(result, fewest), secret).Select(part => part.Clusters.SelectMany(id => result.BaseClusters.Single(cluster => cluster.Id == id).Members).ToList())];

    private static List<Part> Joined(OpinionResult result, int fewest)
    {
        var groupOf = result.Groups.SelectMany(group => group.BaseClusters.Select(id => (id, group.Id))).ToDictionary(pair => pair.id, pair => pair.Id);
        List<Part> parts = [.. result.BaseClusters.Index().Select(cluster => new Part(groupOf.GetValueOrDefault(cluster.Item.Id), cluster.Item.Members.Length, cluster.Item.X, cluster.Item.Y, result.BaseVotes[cluster.Index], [cluster.Item.Id]))];
        var most = PublicConversation.MostSums(parts.Sum(part => part.People));
        while (parts.MinBy(part => part.People) is { } fewestPeople && (fewestPeople.People < fewest || parts.Count > most))
        {
            // A group keeps a sum of its own as long as others have several.
            var severals = parts.CountBy(part => part.Group).Where(group => group.Value > 1).Select(group => group.Key).ToHashSet();
            var small = fewestPeople.People < fewest ? fewestPeople : parts.Where(part => severals.Contains(part.Group)).MinBy(part => part.People) ?? fewestPeople;
            parts.Remove(small);
            if (parts.Where(part => part.Group == small.Group).MinBy(small.Distance) is { } near || (near = parts.MinBy(small.Distance)) is not null) parts[parts.IndexOf(near)] = near.With(small);
        }
        return parts;
    }

    private static List<Part> Shuffled(List<Part> parts, ulong secret)
    {
        var random = new SeededRandom(secret);
        for (var last = parts.Count - 1; last > 0; last--)
        {
            var other = random.Next(last + 1);
            (parts[last], parts[other]) = (parts[other], parts[last]);
        }
        return parts;
    }

    /// <summary>People of like opinion, and their votes.</summary>
    private sealed record Part(int Group, int People, double X, double Y, VoteTallies Votes, int[] Clusters)
    {
        public double Distance(Part other) => ((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y));

        public Part With(Part small)
        {
            var votes = new VoteTallies(Votes.Seen.Length);
            votes.Add(Votes);
            votes.Add(small.Votes);
            var people = People + small.People;
            return new(Group, people, ((X * People) + (small.X * small.People)) / people, ((Y * People) + (small.Y * small.People)) / people, votes, [.. Clusters, .. small.Clusters]);
        }
    }

    /// <summary>Agreements, disagreements and passes on each statement.</summary>
    private sealed class Cells
    {
        private readonly SortedDictionary<int, int[]> _votes = [];

        private Cells()
        {
        }

        public Cells(IEnumerable<int> statements, VoteTallies votes)
        {
            foreach (var statement in statements) _votes[statement] = [votes.Agrees[statement], votes.Disagrees[statement], votes.Passes(statement)];
        }

        public void Add(Cells other) => Change(other, 1);

        public void Subtract(Cells other) => Change(other, -1);

        /// <summary>Takes out, and gives, what is about too few votes.</summary>
        public Cells TakeOut(int fewest)
        {
            var few = new Cells();
            foreach (var (statement, votes) in _votes.Where(cell => cell.Value.Sum() < fewest).ToList())
            {
                _votes.Remove(statement);
                if (votes.Sum() > 0) few._votes.Add(statement, votes);
            }
            return few;
        }

        public List<int[]> ToList() => [.. _votes.Select(cell => (int[])[cell.Key, .. cell.Value])];

        private void Change(Cells other, int sign)
        {
            foreach (var (statement, votes) in other._votes)
            {
                if (!_votes.TryGetValue(statement, out var own)) _votes[statement] = own = new int[3];
                for (var i = 0; i < own.Length; i++) own[i] += sign * votes[i];
            }
        }
    }
}
