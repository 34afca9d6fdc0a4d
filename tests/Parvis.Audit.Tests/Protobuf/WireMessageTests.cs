using Parvis.Audit.Records;
using Parvis.Audit.Records.Protobuf;
using Parvis.Audit.Sources;
using Xunit;

namespace Parvis.Audit.Tests.Protobuf;

public class WireMessageTests
{
    [Fact]
    public void Fields_are_walked_with_their_numbers_kinds_and_values()
    {
        // 1: varint 150; 2: "testing"; 3: a message {1: 150}; 5: fixed32 1 — the examples of the format's guide
        var message = Of([0x08, 0x96, 0x01, 0x12, 7, .. "testing"u8, 0x1A, 3, 0x08, 0x96, 0x01, 0x2D, 1, 0, 0, 0]);
        Assert.True(message.Next());
        Assert.Equal((1, Wire.Varint, 150UL), (message.Field, message.Type, message.Value));
        Assert.True(message.Next());
        Assert.Equal((2, "testing", 5L), (message.Field, message.Text(), message.Offset));
        Assert.True(message.Next());
        var inner = message.Inner();
        Assert.True(inner.Next());
        Assert.Equal(150UL, inner.Value);
        Assert.False(inner.Next());
        Assert.True(message.Next());
        Assert.Equal((Wire.Fixed32, 1UL), (message.Type, message.Value));
        Assert.False(message.Next());
    }

    [Fact]
    public void A_group_is_passed_over()
    {
        var message = Of([0x0B, 0x13, 0x08, 1, 0x14, 0x0C, 0x10, 2]);
        Assert.True(message.Next());
        Assert.Equal(Wire.Group, message.Type);
        Assert.True(message.Next());
        Assert.Equal((2, 2UL), (message.Field, message.Value));
    }

    [Theory]
    [InlineData("protobuf.length", 0x12, 5, 1, 2)]
    [InlineData("protobuf.length", 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1)]
    [InlineData("protobuf.cut", 0x08, 0x80)]
    [InlineData("protobuf.cut", 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1)]
    [InlineData("protobuf.cut", 0x0D, 1, 2, 3)]
    [InlineData("protobuf.tag", 0x00, 1)]
    [InlineData("protobuf.tag", 0x0F)]
    [InlineData("protobuf.group", 0x0B, 0x08, 1)]
    [InlineData("protobuf.group", 0x0B, 0x14)]
    [InlineData("protobuf.group", 0x0C)]
    public void What_breaks_the_wire_format_is_malformed_at_its_field(string rule, params int[] bytes)
    {
        var message = Of([.. bytes.Select(value => (byte)value)]);
        var broken = Assert.Throws<MalformedException>(() => { while (message.Next()) { } });
        Assert.Equal((rule, 0L), (broken.Finding.Rule.Id, broken.Finding.Offset is > 1 ? broken.Finding.Offset : 0));
    }

    [Fact]
    public void Groups_a_hundred_deep_are_refused()
    {
        var message = Of([.. Enumerable.Repeat((byte)0x0B, 200)]);
        Assert.Equal(ProtobufRules.Depth, Assert.Throws<MalformedException>(() => message.Next()).Finding.Rule);
    }

    [Fact]
    public void Numbers_of_a_list_are_read_packed_or_one_by_one()
    {
        var message = Of([0x0A, 3, 1, 0x80, 1, 0x08, 5]);
        List<long> numbers = [];
        while (message.Next()) message.Varints(numbers, 10, ProtobufRules.Length);
        Assert.Equal([1, 128, 5], numbers);
    }

    [Fact]
    public void A_file_is_walked_as_bytes_in_memory_are()
    {
        var file = Path.Combine(Cases.Folder("onnx"), "light", "light_bvlc_alexnet.onnx");
        using var onDisk = FileContent.Open("a", file);
        Assert.Equal(Fields(WireMessage.Of(new MemoryContent("a", File.ReadAllBytes(file)), Budget)), Fields(WireMessage.Of(onDisk, Budget)));
    }

    private static List<(int, Wire, long, long)> Fields(WireMessage message)
    {
        List<(int, Wire, long, long)> fields = [];
        while (message.Next())
        {
            fields.Add((message.Field, message.Type, message.Signed, message.Offset));
            if (message is not { Field: 7, Type: Wire.Bytes }) continue;
            var inner = message.Inner();
            while (inner.Next()) fields.Add((inner.Field, inner.Type, inner.Signed, inner.Offset));
        }
        return fields;
    }

    private static Budget Budget => new(new(), TestContext.Current.CancellationToken);

    private static WireMessage Of(byte[] bytes) => WireMessage.Of(new MemoryContent("m", bytes), Budget);
}
