using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Parvis.Dialogue.Records;

/// <summary>Names for networks that last a day at most: a keyed hash whose salt is drawn anew each day (UTC) and stands nowhere but in memory. Addresses themselves are not kept at all.</summary>
internal sealed class NetworkMarks(TimeProvider time)
{
    private const int Ipv6NetworkBytes = 8; // a household or an office has a whole /64
    private readonly Lock _turn = new();
    private byte[] _salt = [];
    private DateOnly _day;

    /// <summary>The name of the network of an address today: 16 hexadecimal digits.</summary>
    public string Of(IPAddress? from) => Convert.ToHexStringLower(HMACSHA256.HashData((ReadOnlySpan<byte>)Salt(), Network(from)).AsSpan(0, 8));

    private byte[] Salt()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (_turn)
        {
            if (_day != today || _salt.Length == 0) (_day, _salt) = (today, RandomNumberGenerator.GetBytes(32));
            return _salt;
        }
    }

    private static byte[] Network(IPAddress? from) => from switch
    {
        null => [],
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => from.GetAddressBytes()[..Ipv6NetworkBytes],
        _ => from.MapToIPv4().GetAddressBytes(),
    };
}
