using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>Whether a thing is there on open terms: the question that most frameworks share.</summary>
internal static class Terms
{
    /// <summary>Judges by licence, as all frameworks do that speak of licences.</summary>
    /// <param name="claim">What is claimed of the thing, or null.</param>
    /// <param name="osi">Whether the licence needs the approval of the Open Source Initiative.</param>
    public static (Met Met, Reason Reason) Judge(Claim? claim, bool osi = false)
    {
        if (claim is null or { Value: Degree.Unknown }) return (Met.Unknown, new("not-stated"));
        if (claim.Value == Degree.Closed) return (Met.No, new("closed"));
        if (claim.Licence is null && claim.Method == ClaimMethod.Judged) return claim.Value == Degree.Open ? (Met.Partly, new("licence-not-stated")) : (Met.Partly, new("partial"));
        var terms = LicenceTerms.Of(claim.Licence);
        return terms.Standing switch
        {
            LicenceStanding.None => (Met.No, new("unlicensed")),
            LicenceStanding.NotOpen => (Met.No, new("not-open", ("licence", terms.Id))),
            LicenceStanding.Unjudged => (Met.Unknown, new("unjudged", ("licence", terms.Id))),
            _ when osi && !terms.OsiApproved => (Met.Partly, new("not-osi", ("licence", terms.Id))),
            _ => (Met.Yes, new("open", ("licence", terms.Id))),
        };
    }

    /// <summary>Judges by the degree of openness alone, as frameworks do that ask whether a thing can be had.</summary>
    public static (Met Met, Reason Reason) Have(Claim? claim) => claim?.Value switch
    {
        null or Degree.Unknown => (Met.Unknown, new("not-stated")),
        Degree.Closed => (Met.No, new("closed")),
        Degree.Partial => (Met.Partly, new("partial")),
        _ => (Met.Yes, new("available")),
    };

    /// <summary>Judges whether a document can be read: its licence does not matter.</summary>
    public static (Met Met, Reason Reason) Read(Claim? claim) => claim switch
    {
        { Present: true, Method: not ClaimMethod.Judged } => (Met.Yes, new("available")),
        _ => Have(claim),
    };

    /// <summary>All of several must be met; what is unknown leaves the whole unknown.</summary>
    public static (Met Met, Reason Reason) All(params ReadOnlySpan<(Met Met, Reason Reason)> parts)
    {
        var worst = parts[0];
        foreach (var part in parts)
            if (Weight(part.Met) < Weight(worst.Met)) worst = part;
        return worst;

        static int Weight(Met met) => met switch { Met.No => 0, Met.Unknown => 1, Met.Partly => 2, _ => 3 };
    }

    /// <summary>The best of several counts.</summary>
    public static (Met Met, Reason Reason) Any(params ReadOnlySpan<(Met Met, Reason Reason)> parts)
    {
        var best = parts[0];
        foreach (var part in parts)
            if (part.Met > best.Met) best = part;
        return best;
    }
}
