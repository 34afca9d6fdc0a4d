using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>From a result to what everybody may know of it.</summary>
internal static class Publishing
{
    private const int Seeds = 8;
    private const double WeakSilhouette = 0.25; // Kaufman and Rousseeuw 1990: below, no substantial structure
    private const double LeastStability = 0.6;
    private const double ManyUngrouped = 0.3;

    /// <summary>Publishes the result of a conversation's state, with and without accounts that vote as one.</summary>
    /// <param name="shown">Whether a statement is shown to participants.</param>
    public static (OpinionResult Whole, PublicResult Public) Of(Conversation conversation, OpinionState state, int decisions, Func<int, bool> shown)
    {
        var whole = state.Compute();
        var blocs = state.Coordinated();
        var published = Of(conversation, state, whole, decisions, shown, blocs.Count > 0);
        if (blocs.Count == 0) return (whole, published);
        var accounts = blocs.SelectMany(bloc => bloc.Participants).ToHashSet();
        return (whole, published with
        {
            Coordinated = new(blocs.Count, accounts.Count),
            WithoutCoordinated = Of(conversation, state, state.Compute(accounts), decisions, shown, coordinated: false),
        });
    }

    private static PublicResult Of(Conversation conversation, OpinionState state, OpinionResult result, int decisions, Func<int, bool> shown, bool coordinated)
    {
        var groups = Shown(result);
        var letters = groups.Select((group, i) => (group.Id, Letter: Letter(i))).ToDictionary(pair => pair.Id, pair => pair.Letter);
        var enough = result.Participants.Length >= PublicResult.FewestPeople;
        var stability = groups.Count > 1 ? Stability.Of(result, Seeds) : null;
        return new PublicResult
        {
            Conversation = conversation.Id,
            Algorithm = result.Algorithm,
            Settings = new(result.Settings.Mode == GroupingMode.Stable ? "stable" : "compatible", result.Settings.FewestGroups, result.Settings.MostGroups, result.Settings.BaseClusters, result.Settings.Seed, result.Settings.Restarts),
            InputDigest = result.InputDigest,
            VotesCast = state.Votes.CastCount,
            Decisions = decisions,
            Participants = result.Participants.Length,
            Votes = result.Totals.Seen.Sum(seen => (long)seen),
            Grouped = result.InConversation.Length,
            GroupsFound = result.Groups.Count,
            Silhouettes = new(enough ? result.Silhouettes.ToDictionary() : []),
            Stability = stability is null ? null : new(stability.Mean, stability.Least, stability.Seeds),
            VarianceShown = result.Components.TotalVariance > 0 ? [result.Components.FirstVariance / result.Components.TotalVariance, result.Components.SecondVariance / result.Components.TotalVariance] : [0, 0],
            Groups = [.. groups.Select(group => Group(result, group, letters[group.Id], shown))],
            Clusters = enough ? [.. Clusters(result, letters)] : [],
            Statements = enough ? [.. result.Statements.Where(shown).Order().Select(statement => Statement(result, groups, letters, statement))] : [],
            Agreed = enough ? [.. Shared(result.Consensus.Agree, shown)] : [],
            Disagreed = enough ? [.. Shared(result.Consensus.Disagree, shown)] : [],
            Warnings = [.. Warnings(result, groups, stability, enough, coordinated)],
        };
    }

    /// <summary>Groups of enough people, the largest first. A group that is hidden must not be what is left when these are taken from the whole: then the smallest of them is hidden with it.</summary>
    public static List<OpinionGroup> Shown(OpinionResult result)
    {
        var shown = result.Groups.Where(group => group.Participants.Length >= PublicResult.FewestPeople).OrderByDescending(group => group.Participants.Length).ThenBy(group => group.Id).ToList();
        while (shown.Count > 0 && result.Participants.Length - shown.Sum(group => group.Participants.Length) is > 0 and < PublicResult.FewestPeople) shown.RemoveAt(shown.Count - 1);
        return shown;
    }

    private static string Letter(int place) => place < 26 ? $"{(char)('A' + place)}" : $"{(char)('A' + (place / 26) - 1)}{(char)('A' + (place % 26))}";

    private static ResultGroup Group(OpinionResult result, OpinionGroup group, string letter, Func<int, bool> shown)
    {
        var members = group.Participants.ToHashSet();
        var places = Enumerable.Range(0, result.Participants.Length).Where(place => members.Contains(result.Participants[place])).ToList();
        return new(letter, group.Participants.Length, group.X, group.Y, Deviation(places, result.Projections.X), Deviation(places, result.Projections.Y),
            [.. group.Representative.Where(item => shown(item.Statement)).Select(item => new ResultRepresentative(item.Statement, item.IsAgreement, item.Success, item.Trials, item.Probability, item.ProbabilityTest, item.Ratio, item.RatioTest))]);
    }

    private static double Deviation(List<int> places, double[] values)
    {
        var mean = places.Average(place => values[place]);
        return Math.Sqrt(places.Average(place => (values[place] - mean) * (values[place] - mean)));
    }

    private static IEnumerable<ResultCluster> Clusters(OpinionResult result, Dictionary<int, string> letters)
    {
        var groupOf = result.Groups.SelectMany(group => group.BaseClusters.Select(cluster => (cluster, group.Id))).ToDictionary(pair => pair.cluster, pair => pair.Id);
        return result.BaseClusters.Where(cluster => cluster.Members.Length >= PublicResult.FewestPeople)
            .Select(cluster => new ResultCluster(groupOf.TryGetValue(cluster.Id, out var group) ? letters.GetValueOrDefault(group) : null, cluster.Members.Length, cluster.X, cluster.Y));
    }

    private static ResultStatement Statement(OpinionResult result, List<OpinionGroup> groups, Dictionary<int, string> letters, int statement)
    {
        var isMeta = result.ModeratedOut.Contains(statement); // those rejected are not shown
        var votes = new SortedDictionary<string, VoteSplit>(groups.ToDictionary(group => letters[group.Id], group => Split(group.Votes, statement)), StringComparer.Ordinal);
        var agreement = groups.ConvertAll(group => Representativeness.Probability(group.Votes.Agrees[statement], group.Votes.Seen[statement]));
        return new(statement, isMeta, Split(result.Totals, statement), result.Projections.StatementX[statement], result.Projections.StatementY[statement],
            isMeta || groups.Count != result.Groups.Count || groups.Count == 0 ? null : result.GroupInformedConsensus[statement],
            isMeta || groups.Count < 2 ? null : agreement.Max() - agreement.Min(), votes);
    }

    private static VoteSplit Split(VoteTallies tallies, int statement) => new(tallies.Agrees[statement], tallies.Disagrees[statement], tallies.Passes(statement));

    private static IEnumerable<SharedStatement> Shared(IReadOnlyList<ConsensusStatement> statements, Func<int, bool> shown) =>
        statements.Where(item => shown(item.Statement)).Select(item => new SharedStatement(item.Statement, item.Success, item.Trials, item.Probability, item.Test));

    private static IEnumerable<string> Warnings(OpinionResult result, List<OpinionGroup> groups, Stability? stability, bool enough, bool coordinated)
    {
        yield return "selfSelected"; // whoever came, came by themselves
        if (!enough) yield return "fewPeople";
        if (groups.Count < result.Groups.Count) yield return "groupsHidden";
        if (groups.Count > 1 && result.Silhouettes.GetValueOrDefault(result.GroupCount) < WeakSilhouette) yield return "weakGroups";
        if (stability?.Mean < LeastStability) yield return "unstableGroups";
        if (enough && result.InConversation.Length < result.Participants.Length * (1 - ManyUngrouped)) yield return "manyUngrouped";
        if (coordinated) yield return "coordinated";
    }
}
