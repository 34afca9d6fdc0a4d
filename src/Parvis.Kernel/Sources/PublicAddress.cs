using System.Net;
using System.Net.Sockets;

namespace Parvis.Kernel.Sources;

/// <summary>Tells public unicast addresses from all others, after the IANA special-purpose address registries (RFC 6890).</summary>
public static class PublicAddress
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>The blocks that no source may be fetched from.</summary>
    public static IReadOnlyList<IPNetwork> NotPublic { get; } =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private (RFC 1918)
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT (RFC 6598)
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("169.254.0.0/16"), // link-local, cloud metadata
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // IETF protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays, withdrawn (RFC 7526)
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks (RFC 2544)
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, broadcast
        IPNetwork.Parse("2001::/23"), // IETF protocol assignments: Teredo, benchmarks, ORCHID
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4, withdrawn
        IPNetwork.Parse("3fff::/20"), // documentation (RFC 9637)
    ];

    /// <summary>True when <paramref name="address"/> is a public unicast address. IPv6 outside 2000::/3 is not; IPv4-mapped and NAT64 addresses are judged by the IPv4 address inside.</summary>
    public static bool Is(IPAddress address)
    {
        // An IPv4 address inside is the one that is reached, so it is the one that counts.
        if (address.IsIPv4MappedToIPv6 || Nat64.Contains(address)) return Is(new IPAddress(address.GetAddressBytes()[12..]));
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(address)) return false;
        return !NotPublic.Any(block => block.Contains(address));
    }
}
