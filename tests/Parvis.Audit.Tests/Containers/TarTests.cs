using System.Formats.Tar;
using System.Text;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Containers;

public class TarTests
{
    [Theory]
    [InlineData(TarEntryFormat.Ustar), InlineData(TarEntryFormat.Pax), InlineData(TarEntryFormat.Gnu), InlineData(TarEntryFormat.V7)]
    public void Members_are_examined_in_every_dialect(TarEntryFormat dialect)
    {
        var reports = Cases.Examine("a.tar", Tar(dialect, ("d/data.pkl", CompressedTests.Payload)));
        Assert.Equal("tar", reports[0].Format);
        Assert.Empty(reports[0].Findings);
        Assert.Contains(reports, report => report is { Path: "a.tar!d/data.pkl", Verdict: Verdict.Unsafe });
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax), InlineData(TarEntryFormat.Gnu)]
    public void Long_names_are_read(TarEntryFormat dialect)
    {
        var name = string.Concat(Enumerable.Repeat("folder/", 40)) + "é.bin";
        Assert.Equal($"a.tar!{name}", Cases.Examine("a.tar", Tar(dialect, (name, [1, 2])))[1].Path);
    }

    [Theory]
    [InlineData("../x"), InlineData("/etc/x"), InlineData("a/../../x"), InlineData(@"..\x")]
    public void Unpacking_outside_the_folder_is_unsafe(string name) => Assert.Equal(["archive.slip"], Rules(Entry(TarEntryType.RegularFile, name)));

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "a/l", "/etc", "archive.link-escape")]
    [InlineData(TarEntryType.SymbolicLink, "a/l", "../../x", "archive.link-escape")]
    [InlineData(TarEntryType.SymbolicLink, "a/l", "../x", "archive.link")]
    [InlineData(TarEntryType.SymbolicLink, "blobs", "x/../y", "archive.link")]
    [InlineData(TarEntryType.HardLink, "a/l", "../x", "archive.link-escape")]
    [InlineData(TarEntryType.HardLink, "a/l", "a/x", "archive.link")]
    public void Where_a_link_leads_decides(TarEntryType type, string name, string target, string rule) => Assert.Equal([rule], Rules(Entry(type, name, target)));

    [Fact]
    public void A_step_up_behind_a_link_leads_out() =>
        Assert.Contains("archive.link-escape", Rules(Tar(writer =>
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "d") { LinkName = "." });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "e") { LinkName = "d/.." });
        })));

    [Theory]
    [InlineData(TarEntryType.CharacterDevice), InlineData(TarEntryType.BlockDevice), InlineData(TarEntryType.Fifo)]
    public void Devices_and_pipes_are_unsafe(TarEntryType type) => Assert.Equal(["archive.device"], Rules(Entry(type, "dev")));

    [Fact]
    public void Two_sizes_of_one_member_are_malformed()
    {
        var tar = Tar(writer => writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "x", [KeyValuePair.Create("comment", "size")]) { DataStream = new MemoryStream(new byte[700]) }));
        var record = Encoding.ASCII.GetString(tar).IndexOf("16 comment=size", StringComparison.Ordinal);
        Encoding.ASCII.GetBytes("16 size=0000512").CopyTo(tar, record);
        Assert.Contains("tar.sizes-differ", Rules(tar));
    }

    [Fact]
    public void A_tar_that_is_cut_off_is_malformed_and_what_it_has_is_examined()
    {
        var tar = Tar(TarEntryFormat.Ustar, ("a.pkl", CompressedTests.Payload), ("b.pkl", new byte[2000]));
        var reports = Cases.Examine("a.tar", tar.AsMemory(0, 1900));
        Assert.Equal(Verdict.Malformed, reports[0].Verdict);
        Assert.Contains(reports, report => report is { Path: "a.tar!a.pkl", Verdict: Verdict.Unsafe });
    }

    [Fact]
    public void What_follows_the_end_is_found_and_examined() =>
        Assert.Equal(Verdict.Unsafe, Cases.Examine("a.tar", (byte[])[.. Tar(TarEntryFormat.Ustar, ("a", [1])), .. CompressedTests.Payload])[0].Verdict);

    internal static byte[] Tar(TarEntryFormat dialect, params (string Name, byte[] Bytes)[] members) => Tar(writer =>
    {
        foreach (var (name, bytes) in members)
        {
            TarEntry entry = dialect switch
            {
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
                _ => new PaxTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = new MemoryStream(bytes);
            writer.WriteEntry(entry);
        }
    });

    private static byte[] Tar(Action<TarWriter> write)
    {
        using var into = new MemoryStream();
        using (var writer = new TarWriter(into, leaveOpen: true)) write(writer);
        return into.ToArray();
    }

    private static byte[] Entry(TarEntryType type, string name, string? target = null) => Tar(writer =>
    {
        var entry = new PaxTarEntry(type, name);
        if (target is not null) entry.LinkName = target;
        writer.WriteEntry(entry);
    });

    private static string[] Rules(byte[] tar) => [.. Cases.Examine("a.tar", tar)[0].Findings.Select(finding => finding.Rule.Id)];
}
