using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Parvis.Identity;

/// <summary>How often one may try to sign in. The limits are the same for addresses that are known here and those that are not.</summary>
internal sealed class SignInLimits : IDisposable
{
    private const int LinksPerMailbox = 5;
    private const int LinksPerNetwork = 30;
    private const int AttemptsPerNetwork = 100;
    private const int Ipv6NetworkBytes = 8; // a household or an office has a whole /64
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly PartitionedRateLimiter<string> _mailboxes = Limiter(LinksPerMailbox);
    private readonly PartitionedRateLimiter<string> _links = Limiter(LinksPerNetwork);
    private readonly PartitionedRateLimiter<string> _attempts = Limiter(AttemptsPerNetwork);

    /// <summary>Whether another link may be asked for.</summary>
    public bool AllowsLink(string mailbox, IPAddress? from) => Take(_links, Network(from)) && Take(_mailboxes, mailbox);

    /// <summary>Whether another link or passkey may be tried.</summary>
    public bool AllowsAttempt(IPAddress? from) => Take(_attempts, Network(from));

    public void Dispose()
    {
        _mailboxes.Dispose();
        _links.Dispose();
        _attempts.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, string partition)
    {
        using var lease = limiter.AttemptAcquire(partition);
        return lease.IsAcquired;
    }

    private static string Network(IPAddress? from) => from switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => Convert.ToHexString(from.GetAddressBytes().AsSpan(0, Ipv6NetworkBytes)),
        _ => from.MapToIPv4().ToString(),
    };

    private static PartitionedRateLimiter<string> Limiter(int permits) => PartitionedRateLimiter.Create<string, string>(
        partition => RateLimitPartition.GetFixedWindowLimiter(partition, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window }),
        StringComparer.OrdinalIgnoreCase);
}
