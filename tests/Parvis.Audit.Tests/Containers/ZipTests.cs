using System.Buffers.Binary;
using System.IO.Compression;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Containers;

public class ZipTests
{
    private static readonly byte[] Payload = "cposix\nsystem\n(S'true'\ntR."u8.ToArray();

    [Fact]
    public void An_honest_zip_has_no_finding_and_each_member_its_report()
    {
        var reports = Cases.Examine("a.zip", Zips.Of(CompressionLevel.Optimal, ("a/b.xyz", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i / 7))]), ("c.xyz", [1, 2, 3])));
        Assert.Empty(reports[0].Findings);
        Assert.Equal(["a.zip", "a.zip!a/b.xyz", "a.zip!c.xyz"], reports.Select(report => report.Path));
        Assert.Equal([5000, 3], reports.Skip(1).Select(report => report.Bytes));
    }

    [Theory]
    [InlineData("../../x"), InlineData("/etc/passwd"), InlineData(@"..\..\x"), InlineData(@"C:\x"), InlineData(@"a\..\..\x"), InlineData(@"\\host\share\x")]
    public void Unpacking_outside_the_folder_is_unsafe(string name) => Assert.Contains("archive.slip", Rules(Zips.Stored((name, [1]))));

    [Theory]
    [InlineData("a/..b/c"), InlineData("w:0.npy"), InlineData("a/./b"), InlineData("…/x")]
    public void Names_that_only_look_like_it_are_not(string name) => Assert.DoesNotContain("archive.slip", Rules(Zips.Stored((name, [1]))));

    [Fact]
    public void A_name_that_differs_where_the_bytes_are_is_found_and_the_member_examined()
    {
        var zip = Zips.Stored(("data.pkl", Payload));
        zip[34] = (byte)'_';
        Assert.Equal(["zip.names-differ"], Rules(zip));
        Assert.Contains(Cases.Examine("a.zip", zip), report => report.Path == "a.zip!data.pkl");
    }

    [Fact]
    public void A_wrong_checksum_is_found_and_hides_nothing()
    {
        var zip = Zips.Stored(("data.pkl", Payload));
        zip[Zips.Central(zip) + 16] ^= 0xFF;
        Assert.Contains("archive.checksum", Rules(zip));
        Assert.Contains(Cases.Examine("a.zip", zip), report => report.Path == "a.zip!data.pkl" && report.Bytes == Payload.Length);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression), InlineData(CompressionLevel.Optimal)]
    public void A_false_mark_of_encryption_does_not_hide_a_member(CompressionLevel level)
    {
        var zip = Zips.Of(level, ("data.pkl", [.. Payload, .. new byte[500]]));
        zip[6] |= 1;
        zip[Zips.Central(zip) + 8] |= 1;
        Assert.Equal(["zip.false-encryption"], Rules(zip));
        Assert.Contains(Cases.Examine("a.zip", zip), report => report.Path == "a.zip!data.pkl" && report.Bytes == Payload.Length + 500);
    }

    [Theory]
    [InlineData(0x20), InlineData(0x40)]
    public void Marks_that_make_checks_give_up_are_found(byte flag)
    {
        var zip = Zips.Stored(("data.pkl", Payload));
        zip[6] |= flag;
        zip[Zips.Central(zip) + 8] |= flag;
        Assert.Equal(["zip.unusual-flags"], Rules(zip));
    }

    [Fact]
    public void Bytes_before_the_zip_are_found_and_do_not_hide_it()
    {
        var reports = Cases.Examine("model.pt", (byte[])[.. "#!/bin/sh\n"u8, .. Zips.Stored(("data.xyz", [7]))]);
        Assert.Equal("zip", reports[0].Format);
        Assert.Equal(["zip.prefix", "repository.code"], reports[0].Findings.Select(finding => finding.Rule.Id));
        Assert.Equal("model.pt!data.xyz", reports[1].Path);
    }

    [Fact]
    public void A_member_the_directory_does_not_name_is_found_and_examined()
    {
        byte[] hidden = Zips.Stored(("data.pkl", Payload)), shown = Zips.Stored(("version", [3]));
        var zip = (byte[])[.. hidden.AsSpan(0, Zips.Central(hidden)), .. shown];
        var reports = Cases.Examine("a.zip", zip);
        Assert.Equal(["zip.hidden-member"], reports[0].Findings.Select(finding => finding.Rule.Id));
        Assert.Contains(reports, report => report.Path == "a.zip!data.pkl" && report.Bytes == Payload.Length);
    }

    [Fact]
    public void Two_directories_are_found_and_the_members_of_both_examined()
    {
        byte[] one = Zips.Stored(("data.pkl", Payload)), other = Zips.Stored(("version", [3]));
        var reports = Cases.Examine("a.zip", (byte[])[.. one, .. other]);
        Assert.Contains(reports[0].Findings, finding => finding.Rule.Id is "zip.second-directory");
        Assert.Equal(["a.zip", "a.zip!data.pkl", "a.zip!version"], reports.Select(report => report.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_zip_that_is_cut_off_is_malformed_and_its_members_are_examined()
    {
        var zip = Zips.Stored(("data.pkl", Payload), ("more", [1]));
        var reports = Cases.Examine("a.zip", zip.AsMemory(0, Zips.Central(zip)));
        Assert.Equal(Verdict.Malformed, reports[0].Verdict);
        Assert.Contains(reports, report => report.Path == "a.zip!data.pkl");
    }

    [Fact]
    public void A_bomb_is_over_budget_and_does_not_hide_what_follows()
    {
        var zip = Zips.Of(CompressionLevel.Optimal, ("zeros", new byte[40 << 20]), ("last.xyz", [1, 2]));
        var reports = Cases.Examine("a.zip", zip);
        Assert.Contains(reports[0].Findings, finding => finding.Rule.Id == "audit.budget" && finding.Values["limit"] == "expansion");
        Assert.Contains(reports, report => report.Path == "a.zip!last.xyz");
        Assert.Equal(Verdict.Suspicious, reports[0].Verdict);
    }

    [Fact]
    public void Zips_in_zips_end_at_the_depth_allowed()
    {
        var zip = Zips.Stored(("x", [1]));
        for (var i = 0; i < 12; i++) zip = Zips.Stored(("inner.zip", zip));
        var reports = Cases.Examine("a.zip", zip);
        Assert.Equal(9, reports.Count);
        Assert.Contains(reports, report => report.Findings.Exists(finding => finding.Rule.Id == "audit.budget"));
    }

    [Fact]
    public void A_bomb_of_bombs_ends_soon_and_does_not_hide_an_honest_member()
    {
        var bomb = Zips.Of(CompressionLevel.Optimal, ("zeros", new byte[40 << 20]));
        for (var depth = 0; depth < 4; depth++) bomb = Zips.Of(CompressionLevel.Optimal, [.. Enumerable.Range(0, 10).Select(i => ($"{i}.zip", bomb))]);
        var reports = Cases.Examine("a.zip", Zips.Stored(("bomb.zip", bomb), ("data.pkl", Payload)), new() { Time = TimeSpan.FromSeconds(10) });
        Assert.True(reports.Count < 1000);
        Assert.DoesNotContain(reports, report => report.Findings.Exists(finding => finding.Values.GetValueOrDefault("limit") == "time"));
        Assert.Contains(reports, report => report is { Path: "a.zip!data.pkl", Verdict: Verdict.Unsafe });
    }

    [Fact]
    public void A_million_false_headers_end_soon()
    {
        var headers = new byte[10_000_000];
        for (var at = 0; at < headers.Length; at += 10) "PK\u0003\u0004"u8.CopyTo(headers.AsSpan(at));
        Assert.DoesNotContain(Cases.Examine("a.zip", headers, new() { Time = TimeSpan.FromSeconds(10) })[0].Findings, finding => finding.Rule.Id == "audit.budget");
    }

    [Fact]
    public void Names_that_differ_only_in_capitals_are_the_same_file_on_some_systems() =>
        Assert.Equal(["archive.duplicate"], Rules(Zips.Stored(("config.json", [1]), ("config.JSON", [2]))));

    [Theory]
    [InlineData("/etc/passwd", "archive.link-escape"), InlineData("../../x", "archive.link-escape"), InlineData("b/c", "archive.link")]
    public void Where_a_link_leads_decides(string target, string rule)
    {
        var zip = Zips.Stored(("a/link", System.Text.Encoding.UTF8.GetBytes(target)));
        var central = Zips.Central(zip);
        zip[central + 5] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(central + 38), 0xA1FFu << 16);
        Assert.Equal([rule], Rules(zip));
    }

    [Fact]
    public void Overlapping_members_are_found()
    {
        var zip = Zips.Stored(("a", Payload), ("b", Payload));
        var central = Zips.Central(zip);
        var second = central + 46 + 1;
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(second + 42), 0);
        Assert.Contains("zip.overlap", Rules(zip));
    }

    [Fact]
    public void Members_that_share_their_bytes_are_not_read_again_and_again()
    {
        const int Members = 90;
        var zip = Zips.Stored(("a", new byte[1 << 20]));
        var central = Zips.Central(zip);
        var (record, end) = (zip[central..(central + 46 + 1)], zip[(central + 46 + 1)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), Members);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), Members);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(12), Members * record.Length);
        byte[] shared = [.. zip[..central], .. Enumerable.Range('!', Members).SelectMany(name => record[..46].Append((byte)name)), .. end];
        var reports = Cases.Examine("a.zip", shared);
        Assert.InRange(reports.Count, 2, 3); // the zip, and as many members as twice its bytes hold
        Assert.Contains("zip.overlap", reports[0].Findings.Select(finding => finding.Rule.Id));
        Assert.Contains("audit.budget", reports[0].Findings.Select(finding => finding.Rule.Id));
    }

    private static string[] Rules(byte[] zip) => [.. Cases.Examine("a.zip", zip)[0].Findings.Select(finding => finding.Rule.Id)];
}
