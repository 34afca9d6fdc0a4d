using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>Where two frameworks differ over one subject, as the text <c>audit.openness.disagreement.{Cause}</c>.</summary>
/// <param name="Left">The one that is less content.</param>
/// <param name="LeftCriterion">Its criterion, or null where it asks nothing of the kind.</param>
/// <param name="Right">The other.</param>
/// <param name="RightCriterion">Its criterion, or null where it asks nothing of the kind.</param>
/// <param name="About">The question over which they differ.</param>
/// <param name="Cause">Why: one of the constants of <see cref="Disagreements"/>.</param>
internal sealed record Disagreement(string Left, CriterionVerdict? LeftCriterion, string Right, CriterionVerdict? RightCriterion, Criterion About, string Cause);

/// <summary>Why frameworks come to different verdicts: because they were told different things, ask for different things, or count differently.</summary>
internal static class Disagreements
{
    /// <summary>They rest on claims that contradict each other.</summary>
    public const string Facts = "facts";

    /// <summary>One was told something, the other nothing.</summary>
    public const string Record = "record";

    /// <summary>One asks for an open licence, the other only that the thing can be had.</summary>
    public const string Licence = "licence";

    /// <summary>They read the same licence differently.</summary>
    public const string Reading = "reading";

    /// <summary>One judges the thing itself, the other something wider that it is a part of.</summary>
    public const string Breadth = "breadth";

    /// <summary>One counts halves, the other all or nothing.</summary>
    public const string Half = "half";

    /// <summary>One counts against it what the other does not ask for.</summary>
    public const string OnlyOneAsks = "only-one-asks";

    /// <summary>One counts for it what the other does not ask for.</summary>
    public const string OnlyOneCredits = "only-one-credits";

    private static readonly string[] LicenceReasons = ["unlicensed", "not-open", "unjudged", "licence-not-stated", "not-osi"];

    /// <summary>All differences between every two of <paramref name="verdicts"/>, in the order of <see cref="Criteria.All"/>.</summary>
    public static IReadOnlyList<Disagreement> Of(IReadOnlyList<FrameworkVerdict> verdicts) =>
        [.. verdicts.SelectMany((left, at) => verdicts.Skip(at + 1).SelectMany(right => Between(left, right)))];

    /// <summary>The differences between two, each criterion that covers several questions named once.</summary>
    public static IEnumerable<Disagreement> Between(FrameworkVerdict one, FrameworkVerdict other)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var about in Criteria.All)
        {
            if (Over(about, one, other) is not { } difference) continue;
            if (new[] { difference.LeftCriterion, difference.RightCriterion }.OfType<CriterionVerdict>().Where(criterion => criterion.About.Count > 1).All(wide => told.Add(wide.Id))) yield return difference;
        }
    }

    private static Disagreement? Over(Criterion about, FrameworkVerdict one, FrameworkVerdict other)
    {
        var (mine, theirs) = (On(one, about), On(other, about));
        if (mine is null || theirs is null) return mine is not null ? Alone(about, one, mine, other) : theirs is not null ? Alone(about, other, theirs, one) : null;
        if (mine.Met == theirs.Met) return null;
        var (left, less, right, more) = mine.Met < theirs.Met ? (one, mine, other, theirs) : (other, theirs, one, mine);
        return new(left.Framework, less, right.Framework, more, about, CauseOf(less, more, about));
    }

    /// <summary>Only one asks: that matters where it counts against the subject, or earns it points.</summary>
    private static Disagreement? Alone(Criterion about, FrameworkVerdict asks, CriterionVerdict criterion, FrameworkVerdict other)
    {
        if (!criterion.Counts || criterion.About[0] != about || criterion.About.Any(part => On(other, part) is not null)) return null;
        return criterion.Met switch
        {
            Met.No or Met.Partly => new(asks.Framework, criterion, other.Framework, null, about, OnlyOneAsks),
            Met.Yes when asks.Score is not null => new(other.Framework, null, asks.Framework, criterion, about, OnlyOneCredits),
            _ => null,
        };
    }

    private static string CauseOf(CriterionVerdict less, CriterionVerdict more, Criterion about)
    {
        var (toldLess, toldMore) = (Told(less, about), Told(more, about));
        if (toldLess is null && toldMore is not null && less.About[0] == about) return Record;
        if (LicenceReasons.Contains(less.Reason.Key, StringComparer.Ordinal) && less.About[0] == about) return more.Reason.Key is "open" or "mof.wrong-type" ? Reading : Licence;
        if (toldLess is { } one && toldMore is { } other && one != other) return Facts;
        return toldLess is null || toldMore is null || less.About[0] != about || more.About[0] != about ? Breadth : Half;
    }

    private static Degree? Told(CriterionVerdict verdict, Criterion about) => verdict.Claims.FirstOrDefault(claim => claim.Criterion == about)?.Value;

    /// <summary>The criterion about a question: the one that is named after it before one that only covers it.</summary>
    private static CriterionVerdict? On(FrameworkVerdict verdict, Criterion about) =>
        verdict.Criteria.FirstOrDefault(criterion => criterion.About.Count > 0 && criterion.About[0] == about) ?? verdict.Criteria.FirstOrDefault(criterion => criterion.About.Contains(about));
}
