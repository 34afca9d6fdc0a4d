namespace Parvis.Audit.Records.Openness;

/// <summary>How open one thing is. <see cref="Unknown"/> is a value of its own, never a kind of closed.</summary>
internal enum Degree
{
    Unknown,
    Closed,
    Partial,
    Open,
}

/// <summary>How somebody came to know; the order is that of rising reliability.</summary>
internal enum ClaimMethod
{
    /// <summary>The maker of the thing, or somebody for them, says so.</summary>
    SelfDeclared,

    /// <summary>A person weighed it.</summary>
    Judged,

    /// <summary>It stands in a document that was read.</summary>
    DocumentRead,

    /// <summary>A program measured it in the files.</summary>
    Measured,
}

/// <summary>How sure the one who claims is.</summary>
internal enum Confidence
{
    Low,
    Medium,
    High,
}

/// <summary>What a claim rests on: a place whose bytes or words are given, or an address. There is no empty evidence.</summary>
internal sealed class Grounds
{
    /// <summary>The longest quotation that is kept, in characters.</summary>
    public const int LongestQuote = 300;

    /// <summary>Evidence in a document.</summary>
    /// <param name="place">Which document and where in it, e.g. <c>Amber.yml#/release/components/8</c>.</param>
    /// <param name="sha256">Digest of the document, lower-case hexadecimal.</param>
    /// <param name="quote">Its words there.</param>
    /// <param name="address">Where anyone can read it.</param>
    /// <exception cref="ArgumentException">There is neither an address nor a place with its digest or words.</exception>
    public Grounds(string? place, string? sha256 = null, string? quote = null, Uri? address = null)
    {
        Place = Text(place);
        Sha256 = Text(sha256);
        Quote = Text(quote) is { Length: > LongestQuote } words ? string.Concat(words.AsSpan(0, LongestQuote), "…") : Text(quote);
        Address = address;
        if (address is null && (Place is null || (Sha256 is null && Quote is null))) throw new ArgumentException("Evidence needs an address, or a place with its digest or its words.", nameof(place));
    }

    public string? Place { get; }

    public string? Sha256 { get; }

    public string? Quote { get; }

    public Uri? Address { get; }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>One thing that somebody claims about one subject, with what it rests on; it cannot be made without.</summary>
/// <param name="subject">What it is about: a name, or a digest.</param>
/// <param name="criterion">Which question it answers.</param>
/// <param name="value">The answer.</param>
/// <param name="evidence">What it rests on.</param>
/// <param name="method">How it came to be known.</param>
/// <param name="who">Who claims it: a person, an organisation, a program with its version.</param>
internal sealed class Claim(string subject, Criterion criterion, Degree value, Grounds evidence, ClaimMethod method, string who)
{
    public string Subject { get; } = subject;

    public Criterion Criterion { get; } = criterion;

    public Degree Value { get; } = value;

    public Grounds Evidence { get; } = evidence ?? throw new ArgumentNullException(nameof(evidence));

    public ClaimMethod Method { get; } = method;

    public string Who { get; } = who;

    /// <summary>Whether the thing is there for others to have; null when unknown or when the criterion is about no thing.</summary>
    public bool? Present { get; init; }

    /// <summary>Its licence in the words of the evidence; null when none is stated.</summary>
    public string? Licence { get; init; }

    /// <summary>The day it was stated, where that is known.</summary>
    public DateOnly? When { get; init; }

    public Confidence Confidence { get; init; } = method switch
    {
        ClaimMethod.Measured => Confidence.High,
        ClaimMethod.SelfDeclared => Confidence.Low,
        _ => Confidence.Medium,
    };

    /// <summary>A claim that a thing is there under a licence: open when the licence is, partial when it is not, when it states none or when nobody judged it.</summary>
    public static Claim Provided(string subject, Criterion criterion, string? licence, Grounds evidence, ClaimMethod method, string who, DateOnly? when = null) =>
        new(subject, criterion, LicenceTerms.Of(licence).Standing == LicenceStanding.Open ? Degree.Open : Degree.Partial, evidence, method, who) { Present = true, Licence = licence, When = when };
}
