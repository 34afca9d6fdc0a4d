using System.Net;
using CsCheck;
using Parvis.Kernel.Sources;
using Xunit;

namespace Parvis.Tests.Sources;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:200::1")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("::ffff:8.8.8.8")]
    public void A_public_address_may_be_fetched_from(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")] // IPv4-compatible, long withdrawn
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff:ffff::1")]
    [InlineData("ff02::1")]
    [InlineData("100::1")] // discard-only
    [InlineData("5f00::1")] // segment routing
    [InlineData("64:ff9b::7f00:1")] // NAT64 of 127.0.0.1
    [InlineData("64:ff9b::a9fe:a9fe")] // NAT64 of 169.254.169.254
    [InlineData("64:ff9b:1::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:0:127.0.0.1")] // IPv4-translated
    [InlineData("2002:7f00:1::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")] // Teredo
    [InlineData("255.255.255.255")]
    public void An_address_that_is_not_public_may_not(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public void Every_address_of_every_block_that_is_not_public_is_refused() =>
        Gen.Select(Gen.Int[0, PublicAddress.NotPublic.Count - 1], Gen.Byte.Array[16]).Sample((index, noise) =>
        {
            var address = Within(PublicAddress.NotPublic[index], noise);
            Assert.False(PublicAddress.Is(address), $"{address}");
            if (address.GetAddressBytes().Length == 4) Assert.False(PublicAddress.Is(address.MapToIPv6()), $"{address.MapToIPv6()}");
        }, iter: 20_000);

    [Fact]
    public void Every_address_is_judged_the_same_alone_and_inside_IPv6() =>
        Gen.Byte.Array[4].Sample(bytes =>
        {
            var address = new IPAddress(bytes);
            byte[] nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. bytes];
            Assert.Equal(PublicAddress.Is(address), PublicAddress.Is(new IPAddress(nat64)));
            Assert.Equal(PublicAddress.Is(address), PublicAddress.Is(address.MapToIPv6()));
        }, iter: 20_000);

    [Fact]
    public void An_allowed_peer_is_a_name_an_address_or_a_block_with_or_without_a_port()
    {
        Assert.True(Allows("127.0.0.1:18080", "127.0.0.1", 18080, "127.0.0.1"));
        Assert.False(Allows("127.0.0.1:18080", "127.0.0.1", 18081, "127.0.0.1"));
        Assert.True(Allows("10.1.0.0/16", "data.intern", 80, "10.1.2.3"));
        Assert.False(Allows("10.1.0.0/16", "data.intern", 80, "10.2.0.1"));
        Assert.True(Allows("data.intern", "DATA.intern", 443, "10.2.0.1"));
        Assert.False(Allows("data.intern", "other.intern", 443, "10.2.0.1"));
        Assert.True(Allows("[::1]:8080", "localhost", 8080, "::1"));
        Assert.True(Allows("fd00::/8", "node.intern", 8080, "fd12::1"));
        Assert.Throws<FormatException>(() => AllowedPeer.Parse("10.0.0.0/99"));
    }

    private static bool Allows(string line, string host, int port, string address) => AllowedPeer.Parse(line).Allows(new DnsEndPoint(host, port), IPAddress.Parse(address));

    private static IPAddress Within(IPNetwork block, byte[] noise)
    {
        var bytes = block.BaseAddress.GetAddressBytes();
        for (var bit = block.PrefixLength; bit < bytes.Length * 8; bit++) bytes[bit / 8] |= (byte)(noise[bit / 8] & (0x80 >> (bit % 8)));
        return new IPAddress(bytes);
    }
}
