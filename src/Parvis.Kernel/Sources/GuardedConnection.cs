using System.Net;
using System.Net.Sockets;

namespace Parvis.Kernel.Sources;

/// <summary>Opens connections to public addresses only. The address that was checked is the address that is connected to, so a name cannot change its mind in between.</summary>
internal sealed class GuardedConnection(IReadOnlyList<AllowedPeer> allowed)
{
    /// <exception cref="PrivateAddressException">The host has no address that may be used.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var peer = context.DnsEndPoint;
        var all = await Dns.GetHostAddressesAsync(peer.Host, cancel);
        var usable = all.Where(address => PublicAddress.Is(address) || allowed.Any(line => line.Allows(peer, address))).ToArray();
        if (usable.Length == 0) throw new PrivateAddressException($"{peer.Host}:{peer.Port} is at {string.Join(", ", all.AsEnumerable())}");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, peer.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host has no address that may be used.</summary>
internal sealed class PrivateAddressException(string message) : IOException(message);
