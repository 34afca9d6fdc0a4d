using Parvis.Kernel.Records.Codes;

namespace Parvis.Audit.Records.Openness;

/// <summary>What the words of a licence come to.</summary>
internal enum LicenceStanding
{
    /// <summary>No licence is stated.</summary>
    None,

    /// <summary>It withholds a freedom.</summary>
    NotOpen,

    /// <summary>Nobody judged it, or nobody can tell which licence is meant.</summary>
    Unjudged,

    /// <summary>Anyone may use, change and share for any purpose.</summary>
    Open,
}

/// <summary>A licence as its words say, read with the kernel's tables.</summary>
/// <param name="Standing">What it comes to.</param>
/// <param name="Id">The SPDX expression, or the words themselves where they name no known licence; empty when none is stated.</param>
/// <param name="OsiApproved">Whether it is open and a licence of it has the approval of the Open Source Initiative.</param>
internal sealed record LicenceTerms(LicenceStanding Standing, string Id, bool OsiApproved)
{
    public static LicenceTerms Of(string? words) => LicenceText.ToSpdx(words) switch
    {
        StatedLicence.Known { Expression: var known } => new(
            known.IsOpen switch { true => LicenceStanding.Open, false => LicenceStanding.NotOpen, null => LicenceStanding.Unjudged },
            known.Value,
            known.IsOpen == true && known.Licences.Any(licence => licence.OsiApproved)),
        StatedLicence.Other other => new(LicenceStanding.Unjudged, other.Text, OsiApproved: false),
        _ => new(LicenceStanding.None, "", OsiApproved: false),
    };
}
