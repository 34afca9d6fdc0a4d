namespace Parvis.Kernel.Sources;

/// <summary>How the node behaves towards other people's servers. The defaults suit the open internet.</summary>
public sealed record SourcesSettings
{
    /// <summary>This node's public address, told to every server so that its keeper can find us.</summary>
    public Uri? NodeAddress { get; init; }

    /// <summary>Peers that may be asked although their address is not public: <c>host</c>, <c>address</c> or <c>address/prefix</c>, each with or without <c>:port</c>. Empty unless an operator says otherwise.</summary>
    public IReadOnlyList<string> AllowedPrivate { get; init; } = [];

    /// <summary>The most bytes an answer or a file may have, after decompression.</summary>
    public long LongestBody { get; init; } = 200L * 1024 * 1024;

    /// <summary>The most kilobytes (1024 bytes) of headers an answer may have.</summary>
    public int LongestHeaders { get; init; } = 64;

    /// <summary>The time one answer may take from the request to its last byte.</summary>
    public TimeSpan LongestAnswer { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The time a server may say nothing at all.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Redirects followed before giving up.</summary>
    public int MostRedirects { get; init; } = 5;

    /// <summary>Requests made in all for one fetch whose server is busy or away.</summary>
    public int MostAttempts { get; init; } = 4;

    /// <summary>The pause between two requests to one host.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The pause before the second attempt; it doubles with each further one.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A server that asks for a longer pause is left alone: the fetch ends and says when to come again.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>Seed of the jitter in the pauses between attempts.</summary>
    public int Seed { get; init; }
}
