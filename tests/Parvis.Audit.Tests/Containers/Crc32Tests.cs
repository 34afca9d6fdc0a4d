using Parvis.Audit.Records.Containers;
using Xunit;

namespace Parvis.Audit.Tests.Containers;

public class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_catalogue_of_checksums_is_cbf43926() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Fact]
    public void Parts_give_what_the_whole_gives() => Assert.Equal(Crc32.Of("123456789abcdefghij"u8), Crc32.Of("abcdefghij"u8, Crc32.Of("123456789"u8)));

    [Theory, InlineData(64), InlineData(127), InlineData(128), InlineData(1000), InlineData(70_001)]
    public void A_long_run_gives_what_its_bytes_give_one_by_one(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Assert.Equal(bytes.Aggregate(0u, (crc, value) => Crc32.Of([value], crc)), Crc32.Of(bytes));
    }
}
