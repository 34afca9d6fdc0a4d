using System.Text;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Openness;
using Xunit;

namespace Parvis.Audit.Tests.Openness;

public class MutationTests
{
    private const string Answers = """
        openness: 1
        subject: A
        by: B
        answers:
          datasets: &d {value: open, licence: CC-BY-4.0, evidence: {place: README.md, quote: 'all of it'}}
          training-code: *d
        """;

    private const string Scores = "Indicator,A,\"B, C\"\nData size,1,0\n\"Permitted, restricted\",0,1\nTotal,1,1\n";

    private const string Mof = "framework: {name: M}\nrelease:\n  name: A\n  date: '2026-01-01'\n  license: {distribution: {name: MIT}}\n  components:\n  - name: Datasets\n    license: CC-BY-4.0\n  -\n    name: 'Model card'\n";

    private const string Osai = "---\nproject:\n    name: A\nopencode:\n    class: open\n    link: https://example.org\n    notes: a\napi:\n    class: closed\n";

    [Theory]
    [InlineData("openness.yaml", Answers)]
    [InlineData("May2024_scores.csv", Scores)]
    [InlineData("a.yml", Mof)]
    [InlineData("b.yaml", Osai)]
    public void A_broken_file_is_refused_with_a_rule_or_read(string name, string text)
    {
        var random = new Random(20261120);
        var whole = Encoding.UTF8.GetBytes(text);
        Assert.NotNull(OpennessFile.Read(name, whole));
        for (var turn = 0; turn < 10_000; turn++)
        {
            var bytes = Mutate(whole, random);
            try
            {
                OpennessFile.Read(name, bytes);
            }
            catch (MalformedException malformed)
            {
                Assert.InRange(malformed.Finding.Offset ?? 0, 0, bytes.Length + 3L);
            }
        }
    }

    [Fact]
    public void Aliases_that_multiply_end_at_a_bound()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(0, 9).Select(at => $"{(char)('b' + at)}: &{(char)('b' + at)} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + at)}", 10))}]\n"));
        Assert.Equal(OpennessRules.Syntax, Assert.Throws<MalformedException>(() => Files.Read("a.yml", bomb)).Finding.Rule);
    }

    [Fact]
    public void Nesting_ends_at_a_bound() =>
        Assert.Equal(OpennessRules.Syntax, Assert.Throws<MalformedException>(() => Files.Read("a.yml", new string('[', 100_000))).Finding.Rule);

    private static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes.RemoveRange(at, bytes.Count - at); break;
                case 2: bytes.InsertRange(at, whole.Skip(random.Next(whole.Length)).Take(random.Next(20))); break;
                case 3: bytes[at] = (byte)"[]{}:,'\"&*-\n\t #%|>!?"[random.Next(20)]; break;
                default: bytes.RemoveAt(at); break;
            }
        }
        return [.. bytes];
    }
}
