using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Safetensors;
using Xunit;

namespace Parvis.Audit.Tests.Safetensors;

public class SafetensorsTests
{
    [Fact]
    public void Every_labelled_file_gets_its_verdict() =>
        Assert.All(Expected.Of("safetensors"), one => Assert.Equal((one.Path, one.Verdict), (one.Path, Cases.VerdictOf(one.File))));

    [Fact]
    public void Facts_and_tensors_are_those_its_maker_measured()
    {
        foreach (var one in Expected.Of("safetensors").Where(one => one.Metadata is not null))
        {
            var report = Cases.Examine(one.File)[0];
            var said = one.Metadata!.Value;
            Assert.Equal(said.GetProperty("n_tensors").GetInt32(), report.Facts[FactNames.Tensors]!.GetValue<int>());
            Assert.Equal(said.GetProperty("n_params").GetInt64(), report.Facts[FactNames.Parameters]!.GetValue<long>());
            if (said.TryGetProperty("dtypes", out var types)) Assert.True(JsonNode.DeepEquals(JsonNode.Parse(types.GetRawText()), report.Facts[FactNames.Types]));
            if (said.TryGetProperty("metadata", out var metadata)) Assert.True(JsonNode.DeepEquals(JsonNode.Parse(metadata.GetRawText()), report.Facts[FactNames.Metadata]));
            if (!said.TryGetProperty("tensor_sha256", out var digests)) continue;
            var bytes = File.ReadAllBytes(one.File);
            foreach (var tensor in report.Tensors)
                Assert.Equal(digests.GetProperty(tensor.Name).GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan((int)tensor.Offset!.Value, (int)tensor.Length))));
        }
    }

    [Fact]
    public void Published_files_with_odd_descriptions_are_safe() =>
        Assert.All(Directory.GetFiles(Path.Combine(Cases.Folder("modelaudit"), "samples", "safetensors")), file => Assert.Equal(Verdict.Safe, Cases.VerdictOf(file)));

    [Theory]
    [InlineData("""{"a":{"dtype":"F4","shape":[3,2],"data_offsets":[0,3]}}""", 3, true)] // 6 × 4 bits
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, false)] // 12 bits are no whole bytes
    [InlineData("""{"a":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,3]}}""", 3, true)]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4, true)] // one number of no dimensions
    [InlineData("""{"a":{"dtype":"F32","shape":[0,9],"data_offsets":[0,0]}}""", 0, true)]
    [InlineData("""{"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}     """, 2, true)] // any order, padded
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, false)] // a hole at the beginning
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3, false)]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}""", 1, false)]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 1, false)]
    [InlineData("""{"a":{"dtype":"U8","data_offsets":[0,1]}}""", 1, false)]
    [InlineData("""{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}""", 1, false)]
    [InlineData("""{"a\u0000b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, false)]
    [InlineData("""{"a\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, false)]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}} x""", 1, false)]
    [InlineData(""" {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, false)] // must begin with the bracket
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, false)]
    [InlineData("""{"__metadata__":{"a":null}}""", 0, false)]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, false)]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775807,2,0],"data_offsets":[0,0]}}""", 0, false)] // overflows before it is nothing
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[18446744073709551615,0]}}""", 0, false)]
    public void Headers_are_read_strictly(string header, int numbers, bool good) =>
        Assert.Equal(good ? Verdict.Safe : Verdict.Malformed, Cases.Examine("a.safetensors", Framed(header, numbers))[0].Verdict);

    [Fact]
    public void A_header_longer_than_its_buffer_is_read_whole()
    {
        var tensors = string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""  "layer.{{i}}.weight":{"dtype":"F16","shape":[1,2],"data_offsets":[{{i * 4}},{{i * 4 + 4}}]}"""));
        var report = Cases.Examine("a.safetensors", Framed($$"""{"__metadata__":{"long":"{{new string('x', 100_000)}}"},{{tensors}}}""", 20_000))[0];
        Assert.Equal((Verdict.Safe, 5000, 10_000L), (report.Verdict, report.Tensors.Count, report.Facts[FactNames.Parameters]!.GetValue<long>()));
        Assert.Equal(4096, report.Facts[FactNames.Metadata]!["long"]!.GetValue<string>().Length);
    }

    [Fact]
    public void A_length_of_more_than_a_hundred_million_is_refused_before_anything_is_read()
    {
        var bytes = Framed("{}", 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, 100_000_001);
        Assert.Equal(SafetensorsRules.Length, Assert.Single(Cases.Examine("a.safetensors", bytes)[0].Findings).Rule);
    }

    [Fact]
    public void Names_of_tensors_tell_the_family_where_only_one_has_them() =>
        Assert.Equal("gpt2", Cases.Examine("a.safetensors", Framed("""{"h.0.attn.c_attn.weight":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1))[0].Facts[FactNames.Layout]!.GetValue<string>());

    [Fact]
    public void Mutated_files_are_read_or_refused() =>
        Mutations.Survive(Mutations.Small(Expected.Of("safetensors").Select(one => one.File)), 10_000, seed: 20_261_124);

    private static byte[] Framed(string header, int numbers)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + numbers];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }
}
