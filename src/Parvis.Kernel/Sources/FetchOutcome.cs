namespace Parvis.Kernel.Sources;

/// <summary>What to fetch.</summary>
/// <param name="Address">An absolute http or https address without credentials.</param>
/// <param name="Accept">Media types wanted, as an Accept header (RFC 9110 §12.5.1), or null for any.</param>
/// <param name="LongestBody">Most bytes wanted, or null for the node's setting.</param>
/// <param name="Received">Told how many bytes of the answer have come so far, or null.</param>
public sealed record FetchRequest(Uri Address, string? Accept = null, long? LongestBody = null, Action<long>? Received = null);

/// <summary>How a fetch ended.</summary>
/// <param name="Address">The address that was asked for.</param>
public abstract record FetchOutcome(Uri Address)
{
    /// <summary>The server answered and its bytes are kept.</summary>
    /// <param name="Address">The address that was asked for.</param>
    /// <param name="File">The bytes, decompressed.</param>
    /// <param name="MediaType">The Content-Type as the server wrote it, e.g. <c>text/csv; charset=latin1</c>; <c>application/octet-stream</c> when it said none.</param>
    /// <param name="FetchedAt">When.</param>
    /// <param name="FinalAddress">The address that answered, after redirects.</param>
    /// <param name="Unchanged">True when the server said that the bytes kept earlier still stand (304).</param>
    /// <param name="Next">The next page the server named (RFC 8288, <c>rel="next"</c>), or null.</param>
    public sealed record Fetched(Uri Address, KeptFile File, string MediaType, DateTimeOffset FetchedAt, Uri FinalAddress, bool Unchanged, Uri? Next) : FetchOutcome(Address);

    /// <summary>We would not fetch it, or not to the end; trying again gives the same.</summary>
    /// <param name="Address">The address that was asked for.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Detail">The address, figure or word that decided it, for a log.</param>
    public sealed record Refused(Uri Address, RefusalReason Reason, string Detail) : FetchOutcome(Address);

    /// <summary>The server could not or would not answer.</summary>
    /// <param name="Address">The address that was asked for.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Status">The HTTP status, or null when there was none.</param>
    /// <param name="Detail">The server's or the network's words, for a log.</param>
    /// <param name="RetryAt">When the server asked us to come again, or null.</param>
    public sealed record Failed(Uri Address, FailureReason Reason, int? Status, string Detail, DateTimeOffset? RetryAt = null) : FetchOutcome(Address);
}

/// <summary>Why the node would not fetch something.</summary>
public enum RefusalReason
{
    /// <summary>Only http and https are fetched.</summary>
    Scheme,

    /// <summary>The address carries a user name or password.</summary>
    Credentials,

    /// <summary>The host has no public address, and the operator did not allow it.</summary>
    PrivateAddress,

    /// <summary>More redirects than are followed, or a redirect in a circle.</summary>
    TooManyRedirects,

    /// <summary>A redirect to nowhere, or from https to http.</summary>
    BadRedirect,

    /// <summary>The body is longer than allowed.</summary>
    TooLarge,

    /// <summary>The headers are longer than allowed.</summary>
    HeadersTooLarge,

    /// <summary>The body did not end in time.</summary>
    TooSlow,

    /// <summary>The body is not in the encoding that its header names.</summary>
    BadEncoding,
}

/// <summary>Why a server gave nothing.</summary>
public enum FailureReason
{
    /// <summary>It answered with a status that is neither success nor redirect.</summary>
    Status,

    /// <summary>It was busy (429, 502, 503, 504) each time, or asked us to stay away for longer than we wait.</summary>
    Busy,

    /// <summary>It could not be reached, said nothing in time, or broke off.</summary>
    Unreachable,
}
