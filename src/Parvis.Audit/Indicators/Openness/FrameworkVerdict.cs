using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>Whether a criterion is met; the order is that of rising openness, with what nobody knows before all.</summary>
internal enum Met
{
    Unknown,
    No,
    Partly,
    Yes,
}

/// <summary>Why, as the text <c>audit.openness.reason.{Key}</c> with its arguments.</summary>
internal sealed record Reason(string Key, params IReadOnlyList<(string Name, string Value)> Values);

/// <summary>What a framework says of one of its criteria.</summary>
/// <param name="Id">Framework and criterion, e.g. <c>osai.llmdata</c>.</param>
/// <param name="Met">Whether it is met.</param>
/// <param name="Reason">Why.</param>
/// <param name="About">The questions of ours that it is about, that which names it first; none for an indicator of which we ask nothing.</param>
/// <param name="Claims">What it was decided from.</param>
internal sealed record CriterionVerdict(string Id, Met Met, Reason Reason, IReadOnlyList<Criterion> About, IReadOnlyList<Claim> Claims)
{
    /// <summary>Whether the verdict hangs on it: not on what is optional, nor on what only a higher class asks for.</summary>
    public bool Counts { get; init; } = true;
}

/// <summary>One thing that the framework's own tool does and its rules do not, as the text <c>audit.openness.difference.{Key}</c>.</summary>
internal sealed record Difference(string Key, params IReadOnlyList<(string Name, string Value)> Values);

/// <summary>What one framework says of one subject.</summary>
/// <param name="Framework"><c>mof</c>, <c>osai</c>, <c>osaid</c>, <c>dpg</c> or <c>fmti</c>.</param>
/// <param name="Version">The framework's version, or edition.</param>
/// <param name="Mode"><see cref="Compatible"/> or <see cref="Corrected"/>.</param>
/// <param name="Outcome">Its verdict, as the text <c>audit.openness.outcome.{Outcome}</c>.</param>
/// <param name="Criteria">Its criteria in the framework's order.</param>
internal sealed record FrameworkVerdict(string Framework, string Version, string Mode, string Outcome, IReadOnlyList<CriterionVerdict> Criteria)
{
    /// <summary>As the framework's own tool or editors decide from the framework's own file.</summary>
    public const string Compatible = "compatible";

    /// <summary>As the framework's rules decide from all that is known.</summary>
    public const string Corrected = "corrected";

    public const string ScoredOutcome = "scored", MetOutcome = "met", PartlyOutcome = "partly", NotMetOutcome = "not-met", UnknownOutcome = "unknown";

    /// <summary>Points, where the framework counts them.</summary>
    public double? Score { get; init; }

    /// <summary>The most points there are.</summary>
    public double? OutOf { get; init; }

    /// <summary>Class → how much of what it asks for is there, per cent; only of the Model Openness Framework.</summary>
    public IReadOnlyList<(string Class, double PerCent)> Progress { get; init; } = [];

    /// <summary>What the framework's tool decides otherwise, in corrected mode.</summary>
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>The verdict of a framework whose criteria must all be met.</summary>
    public static string OutcomeOf(IReadOnlyList<CriterionVerdict> criteria) =>
        criteria.Any(criterion => criterion.Met == Met.No) ? NotMetOutcome
        : criteria.Any(criterion => criterion.Met == Met.Unknown) ? UnknownOutcome
        : criteria.Any(criterion => criterion.Met == Met.Partly) ? PartlyOutcome
        : MetOutcome;
}
