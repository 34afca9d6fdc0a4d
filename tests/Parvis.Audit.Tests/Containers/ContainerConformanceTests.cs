using System.Diagnostics;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Containers;

public class ContainerConformanceTests
{
    [Theory]
    [InlineData("archive"), InlineData("joblib"), InlineData("torch")]
    public void Every_synthetic_container_gets_its_verdict(string folder) =>
        Assert.DoesNotContain(Labels.Synth(folder).Select(one => (one.File, Expected: one.Verdict, Found: Cases.VerdictOf(one.File).Word())), one => one.Expected != one.Found);

    [Theory]
    [InlineData("aisbom"), InlineData("picklescan"), InlineData("modelscan"), InlineData("modelaudit/samples/archives"), InlineData("modelaudit/samples/pytorch")]
    public void Containers_of_others_are_judged_as_they_are_labelled(string collection)
    {
        var labelled = Labels.Of(collection).Where(one => one.Label is "malicious" or "malicious-or-suspicious" or "detected" or "encrypted" or "benign").Where(one => IsContainer(one.File)).ToList();
        Assert.NotEmpty(labelled);
        Assert.DoesNotContain(labelled.Select(one => (one.File, one.Label, Found: Cases.VerdictOf(one.File))), one => one.Found != one.Label switch
        {
            "benign" => one.Found <= Verdict.NotExamined ? one.Found : Verdict.Safe,
            "encrypted" => Verdict.NotExamined,
            "detected" => one.Found >= Verdict.Suspicious ? one.Found : Verdict.Suspicious, // one of them calls nothing that does harm
            _ => Verdict.Unsafe,
        });
    }

    [Fact]
    public void Few_of_the_honest_files_of_joblib_are_flagged() => Labels.FewAreFlagged([.. Labels.Of("joblib").Select(one => one.File)]);

    [Fact]
    public void No_container_costs_a_second()
    {
        var process = Process.GetCurrentProcess();
        Assert.All(Labels.Synth("archive").Concat(Labels.Synth("joblib")).Concat(Labels.Synth("torch")), one =>
        {
            var before = process.TotalProcessorTime;
            Cases.VerdictOf(one.File);
            process.Refresh();
            Assert.True(process.TotalProcessorTime - before < TimeSpan.FromSeconds(10), one.File); // other tests run beside it
        });
    }

    [Theory]
    [InlineData("zip", 11), InlineData("tar", 12), InlineData("compressed", 13), InlineData("7z", 14)]
    public void Ten_thousand_damaged_containers_all_get_a_verdict(string kind, int seed)
    {
        List<(string Name, byte[] Bytes)> originals = kind switch
        {
            "zip" =>
            [
                ("a.zip", Zips.Stored(("data.pkl", CompressedTests.Payload), ("b/c", [1]))),
                ("b.zip", Zips.Of(System.IO.Compression.CompressionLevel.Optimal, ("x.json", new byte[300]), ("data.pkl", CompressedTests.Payload))),
                ("c.zip", Zips.Stored(("inner.zip", Zips.Stored(("data.pkl", CompressedTests.Payload))))),
            ],
            "tar" =>
            [
                ("a.tar", TarTests.Tar(System.Formats.Tar.TarEntryFormat.Ustar, ("d/a.pkl", CompressedTests.Payload))[..2048]),
                ("b.tar", TarTests.Tar(System.Formats.Tar.TarEntryFormat.Pax, ("a", [1]), ("b", [2]))[..4096]),
                ("c.tar", TarTests.Tar(System.Formats.Tar.TarEntryFormat.Gnu, (new string('n', 120), [1]))[..2560]),
            ],
            "7z" => [("a.7z", SevenZipTests.Archive("a.pkl", [1, 0], CompressedTests.Payload)), ("b.7z", SevenZipTests.Archive("b", [1, 0x21, 1, 0x18], SevenZipTests.Lzma2(CompressedTests.Payload)))],
            _ => [.. CompressedTests.Packed.Select(packed => ("x.bin", packed.Bytes))],
        };
        Mutations.Survive(originals, 10_000, seed);
    }

    private static bool IsContainer(string file)
    {
        using var stream = File.OpenRead(file);
        return stream.ReadByte() is 'P' or '7' && stream.ReadByte() is 'K' or 'z';
    }
}
