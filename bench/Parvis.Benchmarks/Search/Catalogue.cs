using System.Runtime.CompilerServices;
using System.Text;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Records;
using Parvis.Kernel.Search;

namespace Parvis.Benchmarks.Search;

/// <summary>A made-up catalogue: six languages with 20,000 words each, used as often as words are (Zipf), and eight facets.</summary>
internal sealed class Catalogue(int records, int seed) : IRecordChanges, ISearchMapping
{
    private const int WordsPerLanguage = 20_000;
    private static readonly string[] Languages = ["en", "fr", "es", "pt", "ar", "sw"];
    private static readonly string[] Syllables = ["ba", "ka", "ri", "to", "mu", "ne", "lo", "shi", "da", "vel", "ten", "ous", "gra", "pi", "ce", "hor", "an", "el", "is", "ur"];
    private static readonly string[] ArabicSyllables = ["با", "كا", "ري", "تو", "مو", "ني", "لو", "شي", "دا", "فل", "تن", "وس", "قر", "بي", "سي", "حر", "ان", "عل", "يس", "ور"];
    private static readonly (string Name, int Values, int Most)[] Kinds =
        [("kind", 5, 1), ("licence", 40, 1), ("language", 60, 3), ("country", 200, 3), ("theme", 25, 2), ("organisation", 5_000, 1), ("format", 30, 2), ("year", 15, 1)];

    private readonly Dictionary<string, string[]> _words = Languages.ToDictionary(language => language, language => Vocabulary(language, seed));
    private readonly Zipf _frequency = new(WordsPerLanguage, 1.0);
    private readonly Zipf[] _facets = [.. Kinds.Select(kind => new Zipf(kind.Values, 0.9))];

    public string Module => "commons";

    public int Version => 1;

    public IReadOnlyList<string> Facets => [.. Kinds.Select(kind => kind.Name)];

    public async IAsyncEnumerable<Record> ChangesAsync(long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var sequence = after + 1; sequence <= records; sequence++)
        {
            if (sequence % 10_000 == 0) await Task.Yield();
            yield return new Record($"r{sequence:x8}", new RecordKind(Module, "dataset"), LocalizedText.Empty, 1, sequence, DateTimeOffset.UnixEpoch, false, 0, "", default);
        }
    }

    public SearchDocument Map(Record record)
    {
        var random = new Random((int)(record.Sequence * 7_919 + seed));
        var language = Languages[random.Next(Languages.Length)];
        return new SearchDocument(LocalizedText.Of(language, Text(language, 5, random)), LocalizedText.Of(language, Text(language, 25, random)), [], FacetsOf(random));
    }

    /// <summary>A question of one or two words of one language, as frequent as they are in the records.</summary>
    public (string Language, string Words) Question(Random random)
    {
        var language = Languages[random.Next(Languages.Length)];
        return (language, Text(language, random.Next(1, 3), random));
    }

    /// <summary>A choice of one or two values in each of the first so many of <paramref name="facets"/>.</summary>
    public Dictionary<string, IReadOnlyList<string>> Choices(IEnumerable<string> facets, Random random) =>
        facets.ToDictionary(facet => facet, facet => (IReadOnlyList<string>)[.. Values(Array.FindIndex(Kinds, kind => kind.Name == facet), random.Next(1, 3), random)]);

    private static string[] Vocabulary(string language, int seed)
    {
        var random = new Random(seed + language[0] * 31 + language[1]);
        var syllables = language == "ar" ? ArabicSyllables : Syllables;
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (words.Count < WordsPerLanguage)
        {
            var word = new StringBuilder();
            for (var i = random.Next(2, 6); i > 0; i--) word.Append(syllables[random.Next(syllables.Length)]);
            words.Add(word.ToString());
        }
        return [.. words];
    }

    private string Text(string language, int length, Random random) =>
        string.Join(' ', Enumerable.Range(0, length).Select(_ => _words[language][_frequency.Draw(random)]));

    private Dictionary<string, IReadOnlyList<string>> FacetsOf(Random random) => Kinds.Index()
        .ToDictionary(kind => kind.Item.Name, kind => (IReadOnlyList<string>)[.. Values(kind.Index, random.Next(1, kind.Item.Most + 1), random)]);

    private IEnumerable<string> Values(int kind, int count, Random random) =>
        Enumerable.Range(0, count).Select(_ => $"{Kinds[kind].Name}-{_facets[kind].Draw(random)}");

    /// <summary>Draws ranks from 0; rank r is drawn as often as 1 / (r + 1)^s.</summary>
    private sealed class Zipf
    {
        private readonly double[] _upTo;

        public Zipf(int ranks, double s)
        {
            _upTo = new double[ranks];
            var sum = 0.0;
            for (var rank = 0; rank < ranks; rank++) _upTo[rank] = sum += Math.Pow(rank + 1, -s);
        }

        public int Draw(Random random)
        {
            var at = Array.BinarySearch(_upTo, random.NextDouble() * _upTo[^1]);
            return at < 0 ? ~at : at;
        }
    }
}
