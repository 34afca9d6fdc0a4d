using Parvis.Audit.Sources;
using Xunit;

namespace Parvis.Audit.Tests;

public class SnappyTests
{
    [Fact]
    public void Literals_and_copies_that_overlap_are_unpacked() =>
        // 10 bytes: the literal "ab", then 8 bytes from 2 back (copy with one byte of offset: length 4 + 4, 01)
        Assert.Equal("ababababab"u8, Snappy.Unpack([10, 0b000001_00, (byte)'a', (byte)'b', 0b000_100_01, 2], 100)!);

    [Theory]
    [InlineData(10, 4, 97, 98, 17, 3)] // from before the beginning
    [InlineData(11, 4, 97, 98, 17, 2)] // too short
    [InlineData(9, 4, 97, 98, 17, 2)] // too long
    [InlineData(2, 0xF0)] // a literal whose length is cut off
    [InlineData(0xFF, 0xFF, 0xFF, 0xFF, 7, 0)] // two gigabytes of nothing
    public void What_is_no_block_is_refused(params int[] packed) => Assert.Null(Snappy.Unpack([.. packed.Select(part => (byte)part)], int.MaxValue));
}
