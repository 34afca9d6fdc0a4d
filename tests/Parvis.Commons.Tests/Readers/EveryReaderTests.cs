using System.Diagnostics;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class EveryReaderTests
{
    private const int Mutations = 2_000;
    private const int LongestMutated = 40_000;

    public static TheoryData<string> Kinds => ["dpg", "os-ai-map", "mof", "huggingface", "ckan", "croissant"];

    [Fact]
    public void A_kind_is_found_by_its_name_and_an_unknown_one_is_not()
    {
        Assert.Equal("dpg", CatalogueReaders.For("dpg")!.Kind);
        Assert.Null(CatalogueReaders.For("ftp"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_file_says_something_and_says_the_same_again(string kind)
    {
        var (files, found, refused, notRecords, licences, named, watch) = (0, 0, 0, 0, 0, 0, new Stopwatch());
        foreach (var file in Cases.Files(kind))
        {
            watch.Start();
            var readings = Cases.Read(kind, file);
            watch.Stop();
            Assert.NotEmpty(readings);
            Assert.Equal(readings, Cases.Read(kind, file));
            Assert.All(readings.OfType<Reading.Found>(), f => Assert.True(f.Record.Kind is null || !f.Record.Titles.IsEmpty));
            var stated = readings.OfType<Reading.Found>().SelectMany(f => f.Record.Licences).ToArray();
            (licences, named) = (licences + stated.Length, named + stated.Count(l => l.Spdx is not null));
            var count = Cases.Count(readings);
            (files, found, refused, notRecords) = (files + 1, found + count.Found, refused + count.Refused, notRecords + count.NotRecords);
        }
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{kind}: {files} files, {found} records, {refused} refused, {notRecords} not records; {found / watch.Elapsed.TotalSeconds:N0} records/s on one thread; {named} of {licences} licences named in SPDX");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void No_address_of_a_person_is_taken(string kind)
    {
        foreach (var record in Cases.Files(kind).SelectMany(f => Cases.Read(kind, f)).OfType<Reading.Found>().Select(f => f.Record))
        {
            Assert.DoesNotContain(record.Facts, f => PlainText.IsMail(f.Value));
            Assert.DoesNotContain(record.Descriptions.Texts.Values, PlainText.IsMail);
            Assert.DoesNotContain(record.Organisations, o => PlainText.IsMail(o.Name));
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void No_mutation_of_a_real_file_throws_or_takes_long(string kind)
    {
        var files = Cases.Files(kind).Select(f => (f.Path, Bytes: Start(f))).ToArray();
        var random = new Random(20261124); // the same mutations in every run
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Mutations; i++)
        {
            var (path, original) = files[random.Next(files.Length)];
            var bytes = Mutate(original, random);
            var before = watch.Elapsed;
            _ = Cases.Read(kind, path, bytes);
            Assert.True(watch.Elapsed - before < TimeSpan.FromSeconds(5), $"{path}, mutation {i}");
        }
    }

    /// <summary>Of large files only the start, so that a mutation falls where the records are.</summary>
    private static byte[] Start(SourceFile file)
    {
        using var stream = file.Open();
        var bytes = new byte[LongestMutated];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var n = random.Next(1, 9); n > 0 && bytes.Count > 1; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 64), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 64), bytes.Count - at))); break;
                case 3: bytes[at] = (byte)"{}[]\",:\\-&*|>%@`'#\n\t"[random.Next(20)]; break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }
}
