using Parvis.Dialogue.Indicators.Opinion;
using Xunit;

namespace Parvis.Dialogue.Tests.Opinion;

/// <summary>Groups found from votes alone, against those that Polis published after the whole history of a conversation.</summary>
public sealed class PublishedGroupTests(ITestOutputHelper output)
{
    /// <summary>Conversations whose published groups come from the votes: part of the name, how near they must be (adjusted Rand index), how many voted, and whether the votes have times.</summary>
    private static readonly (string Name, double Floor, int People, bool IsTimed)[] Floors =
    [
        ("bg2050", 1, 126, true),
        ("hivemind.biodiversity", 0.96, 536, true),
        ("austria-climate.5twd", 0.96, 1116, true),
        ("ssis", 0.96, 404, true),
        ("canadian", 0.92, 448, true),
        ("vtaiwan", 0.88, 1921, true),
        ("austria-climate.2vkx", 0.84, 1756, false),
        ("austria-climate.7z7", 0.79, 1503, false),
        ("taxes", 0.79, 334, true),
        ("15-per-hour", 0.74, 339, true),
        ("brexit", 0.65, 204, true),
        ("bowling-green", 0.25, 2031, false),
    ];

    /// <summary>The same for outputs of Polis, of which the members are taken from the output too.</summary>
    private static readonly Dictionary<string, double> BlobFloors = new(StringComparer.Ordinal) { ["vw"] = 1, ["50ptpt"] = 1, ["below-100"] = 1, ["150ptpt"] = 0.92, ["above-100"] = 0.92 };

    public static TheoryData<string> Exports => Cases.Rows("polis-export", name => FloorOf(name) is not null);

    public static TheoryData<string> Blobs => Cases.Rows("polis-math", name => BlobFloors.Keys.Any(name.StartsWith));

    [Theory]
    [MemberData(nameof(Exports))]
    public void Groups_are_near_those_published(string name)
    {
        var published = Published(name);
        var index = RandIndex.Adjusted(published, Cases.Export(name, OpinionSettings.Compatible).Compute().GroupOf());
        output.WriteLine($"{name}: {index:F3}");
        var floor = FloorOf(name);
        Assert.True(index >= floor - 1e-12, $"{name}: {index} is below {floor}");
    }

    [Fact]
    public void Over_conversations_the_mean_is_no_less_than_promised()
    {
        var names = Cases.Names("polis-export").Where(name => FloorOf(name) is not null).ToList();
        Assert.SkipWhen(names.Count < 8, "fewer than eight such conversations in shared/data/dialogue/polis-export: a mean of few says little");
        var compatible = names.Average(name => RandIndex.Adjusted(Published(name), Cases.Export(name, OpinionSettings.Compatible).Compute().GroupOf()));
        var stable = names.Average(name => RandIndex.Adjusted(Published(name), Cases.Export(name, OpinionSettings.Stable).Compute().GroupOf()));
        output.WriteLine($"compatible {compatible:F3}, stable {stable:F3} over {names.Count}");
        Assert.True(compatible >= 0.79, $"compatible: {compatible}");
        Assert.True(stable >= 0.76, $"stable: {stable}");
    }

    [Theory]
    [MemberData(nameof(Blobs))]
    public void Groups_of_the_members_of_an_output_are_near_its_groups(string name)
    {
        var blob = new PolisBlob(name);
        var electorate = blob.Electorate();
        var projections = Projections.Of(electorate, PrincipalComponents.Of(electorate, null, fixSigns: false));
        var members = PolisBlob.Numbers(blob.Math.GetProperty("in-conv")).ToHashSet();
        int[] places = [.. Enumerable.Range(0, electorate.Rows.Length).Where(place => members.Contains(electorate.Votes.Participants[electorate.Rows[place]]))];
        var points = new Points([.. places.Select(place => electorate.Votes.Participants[electorate.Rows[place]])], [.. places.Select(place => projections.X[place])], [.. places.Select(place => projections.Y[place])]);
        var (bases, groups) = OpinionAnalysis.Group(points, OpinionSettings.Compatible);
        var published = Members(blob.Groups, blob.BaseClusters);
        var index = RandIndex.Adjusted(published, Members(groups, bases));
        output.WriteLine($"{name}: {index:F3}");
        Assert.True(index >= BlobFloors.Single(pair => name.StartsWith(pair.Key, StringComparison.Ordinal)).Value - 1e-12, $"{name}: {index}");
    }

    // Only where the folder has what the floor was measured on: a part of a conversation, or one without its times, is another.
    private static double? FloorOf(string name)
    {
        foreach (var (part, floor, people, isTimed) in Floors)
        {
            if (!name.Contains(part, StringComparison.Ordinal)) continue;
            return Cases.Has("polis-export", name, "participants-votes.csv") && Cases.Has("polis-export", name, "votes.csv") == isTimed && Cases.Participants(name).Count >= people * 0.95 ? floor : null;
        }
        return null;
    }

    private static Dictionary<int, int> Members(IReadOnlyList<Cluster> groups, IReadOnlyList<Cluster> bases)
    {
        var of = bases.ToDictionary(cluster => cluster.Id, cluster => cluster.Members);
        return groups.SelectMany(group => group.Members.SelectMany(id => of[id]).Select(person => (person, group.Id))).ToDictionary();
    }

    private static Dictionary<int, int> Published(string name) => Cases.Participants(name).Where(row => row.Group is not null).ToDictionary(row => row.Participant, row => row.Group!.Value);
}
