namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>From votes to groups, to what sets them apart and what they share.</summary>
internal static class OpinionAnalysis
{
    private const int BaseIterations = 100;
    private const int GroupIterations = 20;

    /// <summary>Computes everything.</summary>
    /// <param name="electorate">Votes that count.</param>
    /// <param name="settings">How.</param>
    /// <param name="memory">What to begin from; null begins anew.</param>
    /// <param name="digest">The digest of the input.</param>
    public static OpinionResult Of(Electorate electorate, OpinionSettings settings, OpinionMemory? memory, string digest)
    {
        var stable = settings.Mode == GroupingMode.Stable;
        var components = PrincipalComponents.Of(electorate, memory?.Components, fixSigns: stable);
        var projections = Projections.Of(electorate, components);
        var points = InConversation(electorate, projections, stable);
        var (baseClusters, tried) = stable
            ? StableGrouping.Of(points, settings)
            : CompatibleGrouping(points, settings, memory);
        var silhouettes = tried.ToDictionary(pair => pair.Key, pair => pair.Value.Silhouette);
        var best = Best(silhouettes);
        var smoothing = Smoothing.Next(memory?.Smoothing, best, silhouettes.Keys);
        var grouped = tried.TryGetValue(smoothing.Chosen, out var chosen) ? chosen.Clusters : [];
        var baseVotes = BaseVotes(electorate, baseClusters);
        var groups = Groups(electorate, baseClusters, baseVotes, grouped);
        var tallies = groups.Select(group => group.Votes).ToArray();
        return new OpinionResult
        {
            Settings = settings,
            InputDigest = digest,
            Participants = [.. electorate.Rows.Select(row => electorate.Votes.Participants[row])],
            Statements = electorate.Statements,
            ModeratedOut = [.. electorate.Statements.Where(electorate.IsOut)],
            InConversation = points.Keys,
            Components = components,
            Projections = projections,
            BaseClusters = baseClusters,
            BaseVotes = baseVotes,
            Silhouettes = silhouettes,
            GroupCount = smoothing.Chosen,
            Groups = groups,
            Totals = electorate.Totals,
            Consensus = Consensus.Of(electorate.Totals, [.. electorate.Statements.Where(statement => !electorate.IsOut(statement))]),
            GroupInformedConsensus = electorate.Statements.ToDictionary(statement => statement, statement => Consensus.GroupInformed(tallies, statement)),
            Priorities = electorate.Statements.ToDictionary(statement => statement, statement => Priority(electorate, projections, tallies, statement)),
            Memory = new(components, baseClusters, tried.ToDictionary(pair => pair.Key, pair => pair.Value.Clusters), smoothing),
        };
    }

    /// <summary>The number with the best silhouette, of equally good ones the larger; 0 when none was tried.</summary>
    public static int Best(IReadOnlyDictionary<int, double> silhouettes) =>
        silhouettes.OrderByDescending(pair => pair.Value).ThenByDescending(pair => pair.Key).FirstOrDefault().Key;

    /// <summary>Most groups to try over so many base clusters.</summary>
    public static int MostGroups(OpinionSettings settings, int baseClusters) => Math.Min(settings.MostGroups, 2 + (baseClusters / 12));

    /// <summary>Base clusters of people and the groups of these, begun anew.</summary>
    public static (IReadOnlyList<Cluster> Base, IReadOnlyList<Cluster> Groups) Group(Points points, OpinionSettings settings)
    {
        var (baseClusters, tried) = settings.Mode == GroupingMode.Stable ? StableGrouping.Of(points, settings) : CompatibleGrouping(points, settings, memory: null);
        return (baseClusters, tried.Count == 0 ? [] : tried[Best(tried.ToDictionary(pair => pair.Key, pair => pair.Value.Silhouette))].Clusters);
    }

    private static (IReadOnlyList<Cluster> Base, SortedDictionary<int, (IReadOnlyList<Cluster> Clusters, double Silhouette)> Tried) CompatibleGrouping(Points points, OpinionSettings settings, OpinionMemory? memory)
    {
        IReadOnlyList<Cluster> baseClusters = [.. KMeans.Find(points, settings.BaseClusters, BaseIterations, memory?.BaseClusters).OrderBy(cluster => cluster.Id)];
        var centres = Centres(baseClusters);
        var tried = new SortedDictionary<int, (IReadOnlyList<Cluster>, double)>();
        for (var k = settings.FewestGroups; k <= MostGroups(settings, baseClusters.Count) && centres.Count > 0; k++)
        {
            IReadOnlyList<Cluster> found = [.. KMeans.Find(centres, k, GroupIterations, memory?.Groups.GetValueOrDefault(k)).OrderBy(cluster => cluster.Id)];
            tried[k] = (found, Silhouette.Of(centres, found));
        }
        return (baseClusters, tried);
    }

    /// <summary>The centres of base clusters as points to be grouped, each of the weight of its members.</summary>
    public static Points Centres(IReadOnlyList<Cluster> baseClusters) => new(
        [.. baseClusters.Select(cluster => cluster.Id)],
        [.. baseClusters.Select(cluster => cluster.X)],
        [.. baseClusters.Select(cluster => cluster.Y)],
        [.. baseClusters.Select(cluster => cluster.Members.Length)]);

    private static Points InConversation(Electorate electorate, Projections projections, bool stable)
    {
        var enough = stable ? EnoughVotes(electorate) : 0;
        int[] places = [.. Enumerable.Range(0, electorate.Rows.Length).Where(place => stable
            ? electorate.Votes.Row(electorate.Rows[place]).Length >= enough
            : electorate.Votes.InConversation.Contains(electorate.Rows[place]))];
        return new([.. places.Select(place => electorate.Votes.Participants[electorate.Rows[place]])], [.. places.Select(place => projections.X[place])], [.. places.Select(place => projections.Y[place])]);
    }

    // Without history: 7 votes, or all statements while there are fewer, or as many as the fifteenth has, so that equals are treated alike.
    private static int EnoughVotes(Electorate electorate)
    {
        int[] counts = [.. electorate.Rows.Select(row => electorate.Votes.Row(row).Length).OrderDescending().Take(Opinion.InConversation.FewestMembers)];
        return counts.Length == 0 ? 0 : Math.Min(Math.Min(Opinion.InConversation.EnoughVotes, electorate.Votes.ColumnCount), counts[^1]);
    }

    private static VoteTallies[] BaseVotes(Electorate electorate, IReadOnlyList<Cluster> baseClusters) => [.. baseClusters.Select(cluster =>
    {
        var tallies = new VoteTallies(electorate.Votes.Width);
        foreach (var participant in cluster.Members) tallies.Add(electorate.Votes.Row(electorate.Votes.RowOf(participant)));
        return tallies;
    })];

    private static OpinionGroup[] Groups(Electorate electorate, IReadOnlyList<Cluster> baseClusters, VoteTallies[] baseVotes, IReadOnlyList<Cluster> grouped)
    {
        var place = baseClusters.Index().ToDictionary(pair => pair.Item.Id, pair => pair.Index);
        var votes = grouped.Select(group => Sum(group.Members.Select(id => baseVotes[place[id]]), electorate.Votes.Width)).ToArray();
        int[] statements = [.. electorate.Statements.Where(statement => !electorate.IsOut(statement))];
        return [.. grouped.Select((group, i) => new OpinionGroup(group.Id, group.X, group.Y, group.Members,
            [.. group.Members.SelectMany(id => baseClusters[place[id]].Members).Order()],
            votes[i],
            Representativeness.Of(votes[i], Sum(votes.Where((_, other) => other != i), electorate.Votes.Width), statements)))];
    }

    private static VoteTallies Sum(IEnumerable<VoteTallies> tallies, int width)
    {
        var sum = new VoteTallies(width);
        foreach (var tally in tallies) sum.Add(tally);
        return sum;
    }

    private static double Priority(Electorate electorate, Projections projections, VoteTallies[] groups, int statement) => electorate.Moderation.IsMeta(statement)
        ? Routing.MetaPriority
        : Routing.Priority(groups.Sum(group => group.Agrees[statement]), groups.Sum(group => group.Passes(statement)), groups.Sum(group => group.Seen[statement]), projections.Extremity(statement));
}
