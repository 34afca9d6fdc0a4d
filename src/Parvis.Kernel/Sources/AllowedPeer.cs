using System.Globalization;
using System.Net;

namespace Parvis.Kernel.Sources;

/// <summary>One line of <see cref="SourcesSettings.AllowedPrivate"/>: a host name, an address or a block, with or without a port.</summary>
internal sealed record AllowedPeer(string? Host, IPNetwork? Block, int? Port)
{
    /// <exception cref="FormatException"><paramref name="line"/> is no host, address or block.</exception>
    public static AllowedPeer Parse(string line)
    {
        var (name, port) = SplitPort(line.Trim());
        if (IPNetwork.TryParse(name, out var block)) return new(null, block, port);
        if (IPAddress.TryParse(name, out var address)) return new(null, new IPNetwork(address, address.GetAddressBytes().Length * 8), port);
        return Uri.CheckHostName(name) == UriHostNameType.Dns
            ? new(name, null, port)
            : throw new FormatException($"'{line}' in the list of allowed private peers is neither a host name, nor an address, nor a block such as 10.0.0.0/8; a port follows a colon, an IPv6 address with a port stands in brackets.");
    }

    public bool Allows(DnsEndPoint peer, IPAddress address) =>
        (Port is null || Port == peer.Port)
        && (Block is { } block ? block.Contains(Plain(address)) : string.Equals(Host, peer.Host, StringComparison.OrdinalIgnoreCase));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static (string Name, int? Port) SplitPort(string line)
    {
        var colon = line.LastIndexOf(':');
        var hasPort = colon > 0 && (line[colon - 1] == ']' || line.IndexOf(':', StringComparison.Ordinal) == colon);
        return hasPort && int.TryParse(line[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (line[..colon].Trim('[', ']'), port)
            : (line.Trim('[', ']'), null);
    }
}
