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

    /// <summary>The differences between two.</summary>
    public static IEnumerable<Disagreement> Between(FrameworkVerdict one, FrameworkVerdict other)
    {
        foreach (var about in Criteria.All)
        {
            var (mine, theirs) = (On(one, about), On(other, about));
            if (mine is not null && theirs is not null)
            {
                if (mine.Met == theirs.Met) continue;
                var (left, less, right, more) = mine.Met < theirs.Met ? (one, mine, other, theirs) : (other, theirs, one, mine);
                yield return new(left.Framework, less, right.Framework, more, about, CauseOf(less, more, about));
            }
            else if (mine is { Met: Met.No or Met.Partly } && !AsksElsewhere(other, mine)) yield return new(one.Framework, mine, other.Framework, null, about, OnlyOneAsks);
            else if (theirs is { Met: Met.No or Met.Partly } && !AsksElsewhere(one, theirs)) yield return new(other.Framework, theirs, one.Framework, null, about, OnlyOneAsks);
            else if (mine is { Met: Met.Yes } && !AsksElsewhere(other, mine)) yield return new(other.Framework, null, one.Framework, mine, about, OnlyOneCredits);
            else if (theirs is { Met: Met.Yes } && !AsksElsewhere(one, theirs)) yield return new(one.Framework, null, other.Framework, theirs, about, OnlyOneCredits);
        }
    }

    private static string CauseOf(CriterionVerdict less, CriterionVerdict more, Criterion about)
    {
        if (less.Reason.Key is "mof.missing" or "not-stated") return Record;
        var (toldLess, toldMore) = (Told(less, about), Told(more, about));
        if (LicenceReasons.Contains(less.Reason.Key, StringComparer.Ordinal)) return toldMore is Degree.Open && toldLess is Degree.Closed ? Facts : Licence;
        if (toldLess is null || toldMore is null) return Breadth;
        if (toldLess != toldMore) return Facts;
        return less.Met == Met.Partly || more.Met == Met.Partly ? Half : Facts;
    }

    private static Degree? Told(CriterionVerdict verdict, Criterion about) => verdict.Claims.FirstOrDefault(claim => claim.Criterion == about)?.Value;

    /// <summary>The criterion about a question: the one that is named after it before one that only covers it.</summary>
    private static CriterionVerdict? On(FrameworkVerdict verdict, Criterion about) =>
        verdict.Criteria.FirstOrDefault(criterion => criterion.About.Count > 0 && criterion.About[0] == about) ?? verdict.Criteria.FirstOrDefault(criterion => criterion.About.Contains(about));

    private static bool AsksElsewhere(FrameworkVerdict verdict, CriterionVerdict criterion) => criterion.About.Any(about => On(verdict, about) is not null);
}
