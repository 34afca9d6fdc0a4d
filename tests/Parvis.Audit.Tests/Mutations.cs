using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests;

/// <summary>Damages files in the ways that break readers, always the same ways for the same seed.</summary>
internal static class Mutations
{
    /// <summary>Examines <paramref name="count"/> damaged copies of files: whatever they hold, each must get a verdict, within the budget and without a library's complaint.</summary>
    public static void Survive(IReadOnlyList<(string Name, byte[] Bytes)> originals, int count, int seed)
    {
        Assert.SkipUnless(originals.Count > 0, "No file to damage.");
        var random = new Random(seed);
        for (var round = 0; round < count; round++)
        {
            var (name, bytes) = originals[random.Next(originals.Count)];
            var damaged = Damage(bytes, originals[random.Next(originals.Count)].Bytes, random);
            foreach (var report in Cases.Examine(name, damaged, new()))
                foreach (var finding in report.Findings)
                    if (finding.Rule.Id == "audit.unreadable" || (finding.Rule.Id == "audit.budget" && finding.Values["limit"] is not ("depth" or "expansion"))) // a damaged container can hold itself, or become a bomb
                        Assert.Fail($"Round {round} of {name}: {finding.Rule.Id} {string.Join(' ', finding.Values.Values)}");
        }
    }

    /// <summary>The smaller files of some folders.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Small(IEnumerable<string> files, int most = 8192) =>
        [.. files.Where(file => new FileInfo(file).Length <= most).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))];

    private static byte[] Damage(byte[] bytes, byte[] other, Random random)
    {
        var damaged = (byte[])bytes.Clone();
        for (var times = random.Next(1, 4); times > 0 && damaged.Length > 0; times--)
        {
            var at = random.Next(damaged.Length);
            switch (random.Next(7))
            {
                case 0: damaged[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: damaged[at] = (byte)random.Next(256); break;
                case 2: damaged = damaged[..at]; break;
                case 3: damaged.AsSpan(at, Math.Min(random.Next(1, 9), damaged.Length - at)).Fill(0xFF); break;
                case 4: damaged.AsSpan(at, Math.Min(random.Next(1, 9), damaged.Length - at)).Clear(); break;
                case 5: damaged = [.. damaged[..at], .. other.Skip(random.Next(other.Length + 1)).Take(64), .. damaged[at..]]; break;
                default: damaged = [.. damaged[..at], .. damaged.Skip(at + random.Next(1, 17))]; break;
            }
        }
        return damaged;
    }
}
