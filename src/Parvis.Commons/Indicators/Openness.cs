using Parvis.Commons.Records;
using Parvis.Kernel.Records.Codes;

namespace Parvis.Commons.Indicators;

/// <summary>How open a resource is, computed from the licences its sources state and never typed in.</summary>
/// <remarks>
/// Rule, version 1. A licence is open when the Open Source Initiative approved it, the Free Software Foundation calls it free,
/// or it conforms to the Open Definition (data/licences.json). All stated licences open: open. Some open, some not or not known: partial.
/// Some known and none open: closed. No licence that we know: unknown. An initiative is not licensed, so nothing is said of it.
/// </remarks>
/// <param name="Level">The verdict; null when the question does not arise.</param>
/// <param name="Reasons">What decided it, one for each licence stated.</param>
internal sealed record Openness(OpennessLevel? Level, IReadOnlyList<OpennessReason> Reasons)
{
    /// <summary>Name and version of the rule, for the page and the export.</summary>
    public const string Rule = "licence-openness/1";

    /// <summary>Applies the rule to <paramref name="record"/>.</summary>
    public static Openness Of(CatalogueRecord record)
    {
        if (record.Kind == RecordKinds.Initiative && record.Licences.Count == 0) return new(null, []);
        var reasons = record.Licences.Select(Judge).ToList();
        return new(LevelOf(reasons), reasons);
    }

    private static OpennessReason Judge(Stated<LicenceStatement> stated)
    {
        var open = stated.Value.Spdx is { } spdx && LicenceExpression.TryParse(spdx, out var expression) ? expression.IsOpen : (bool?)null;
        return new(stated, open);
    }

    private static OpennessLevel LevelOf(List<OpennessReason> reasons)
    {
        if (!reasons.Exists(reason => reason.IsOpen is not null)) return OpennessLevel.Unknown;
        if (reasons.TrueForAll(reason => reason.IsOpen == true)) return OpennessLevel.Open;
        return reasons.Exists(reason => reason.IsOpen == true) ? OpennessLevel.Partial : OpennessLevel.Closed;
    }
}

/// <summary>The verdicts of <see cref="Openness"/>.</summary>
internal enum OpennessLevel
{
    Open,
    Partial,
    Closed,
    Unknown,
}

/// <summary>One licence stated, and whether it is open; null when we cannot tell.</summary>
internal sealed record OpennessReason(Stated<LicenceStatement> Licence, bool? IsOpen);
