using System.Text;
using Parvis.Audit.Records;
using Parvis.Audit.Sources;
using Xunit;
using static Parvis.Audit.Tests.Protobuf.Message;

namespace Parvis.Audit.Tests;

/// <summary>Ten thousand damaged files for each reader there is: a new one needs a sample, here or among the labelled artefacts.</summary>
public class ReaderDamageTests
{
    private const int LongestSample = 20_000, MostSamples = 40, Damaged = 10_000;

    private static readonly (string Name, byte[] Bytes)[] Written =
    [
        ("model.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nsize 12345\n"u8.ToArray()),
        ("t.csv", "name,\"va\"\"lue\",d\n\"a\nb\",1.5,2020-01-01\n=SUM(A1),-2,\n"u8.ToArray()),
        ("t.jsonl", "{\"a\":1,\"b\":[NaN,{\"c\":\"\\u00e9\"}]}\n{\"a\":null}\n"u8.ToArray()),
        ("t.json", "[{\"a\":1,\"b\":[-Infinity,{\"c\":\"\\u00e9\"}]},{\"a\":null}]"u8.ToArray()),
        ("config.yaml", "a: &x {b: [1, 2], c: 'd'}\ne: *x\n--- \nsecond: |\n  text\n"u8.ToArray()),
        ("config.json", "{\"architectures\":[\"X\"],\"auto_map\":{\"AutoModel\":\"a/b--c.D\"}}"u8.ToArray()),
        ("README.md", "---\nlicense: mit\nlanguage: [en]\n---\n# Title\n```\n# code\n```\n"u8.ToArray()),
        ("LICENSE", "Apache License Version 2.0, January 2004"u8.ToArray()),
        ("chat_template.jinja", "{% for message in messages %}{{ message['content'] | trim }}{% endfor %}"u8.ToArray()),
        ("a.rar", [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x01, 0x00, .. "rest"u8]),
        ("a.zst", [0x28, 0xB5, 0x2F, 0xFD, .. "rest"u8]),
        ("t.db", Encoding.Latin1.GetBytes("SQLite format 3\0rest")),
        ("tokenizer.model", Encoding.Latin1.GetBytes("\u000a\u000e\u000a\u0005<unk>\u0015\0\0\0\0\u0018\u0002\u000a\u000c\u000a\u0003<s>\u0015\0\0\0\0\u0018\u0003")),
        ("keras_metadata.pb", Field(1, Field(5, "{\"class_name\": \"Lambda\", \"config\": {}}"))),
        ("fingerprint.pb", [.. Number(1, 7), .. Number(2, 9)]),
        ("frozen.pb", [.. Field(1, [.. Field(1, "a"), .. Field(2, "Placeholder")]), .. Field(1, [.. Field(1, "b"), .. Field(2, "PyFunc")])]),
        ("a.tar", Containers.TarTests.Tar(System.Formats.Tar.TarEntryFormat.Ustar, ("d/a.pkl", [0x80, 2, (byte)'N', (byte)'.']))[..2048]),
        ("program.bin", [0x7F, .. "ELF"u8, 2, 1, 1, 0]),
        ("a.pkl", "no pickle at all"u8.ToArray()),
        ("late.bin", [.. new byte[64], .. Containers.Zips.Stored(("a", [1, 2, 3]))]),
    ];

    private static readonly Lazy<ILookup<Type, (string Name, byte[] Bytes)>> Samples = new(() =>
        Directory.EnumerateFiles(Cases.Folder("."), "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length is > 0 and <= LongestSample)
            .OrderBy(file => new FileInfo(file).Length).ThenBy(file => file, StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))
            .Concat(Written)
            .Select(sample => (Sample: sample, Reader: FormatReaders.All.FirstOrDefault(reader => reader.Recognises(new MemoryContent(sample.Item1, sample.Item2)))))
            .Where(found => found.Reader is not null)
            .ToLookup(found => found.Reader!.GetType(), found => found.Sample));

    public static TheoryData<string> Readers => [.. FormatReaders.All.Select(reader => reader.GetType().Name).Distinct()];

    [Theory, MemberData(nameof(Readers))]
    public void Ten_thousand_damaged_files_of_a_reader_all_get_a_verdict(string reader)
    {
        var samples = Samples.Value[FormatReaders.All.First(one => one.GetType().Name == reader).GetType()].Take(MostSamples).ToList();
        Assert.True(samples.Count > 0, $"{reader} has no sample.");
        Mutations.Survive(samples, Damaged, seed: 20_261_124);
    }
}
