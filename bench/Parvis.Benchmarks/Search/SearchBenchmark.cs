using System.CommandLine;
using System.Globalization;
using Parvis.Kernel.Search;
using Parvis.Kernel.Storage;

namespace Parvis.Benchmarks.Search;

/// <summary>How long a search takes over half a million records, with four facets counted exactly.</summary>
internal static class SearchBenchmark
{
    private const double MostMilliseconds = 20;
    private const int Warming = 100;
    private static readonly string[] Counted = ["language", "country", "licence", "theme"];
    private static readonly string[] Everything = ["kind", "licence", "language", "country", "theme", "organisation", "format", "year"];

    public static Command Create()
    {
        var records = new Option<int>("--records") { DefaultValueFactory = _ => 500_000, Description = "How many records to make." };
        var queries = new Option<int>("--queries") { DefaultValueFactory = _ => 400, Description = "How many questions of each kind to ask." };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Makes the same records and questions again." };
        var folder = new Option<string?>("--folder") { Description = "Keeps the index here and uses it again; without it, it is made anew." };
        return new Command("search", "Milliseconds that 19 of 20 searches of a kind take, at most 20; facets are counted exactly.") { records, queries, seed, folder }
            .Measures((parsed, output, cancel) => RunAsync(new Catalogue(parsed.GetValue(records), parsed.GetValue(seed)), parsed.GetValue(queries), parsed.GetValue(seed), parsed.GetValue(folder), output, cancel));
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(Catalogue catalogue, int queries, int seed, string? kept, TextWriter output, CancellationToken cancel)
    {
        var folder = new DataFolder(kept ?? Directory.CreateTempSubdirectory("parvis-bench-").FullName);
        var figures = new List<Figure>();
        using (var index = new LuceneIndex(folder, [catalogue], catalogue, TimeProvider.System))
        {
            var build = new Measurement();
            await index.FollowAsync(cancel);
            await output.WriteLineAsync($"build, with the making of the texts: {build}");
            await output.WriteLineAsync(Invariant($"size: {Directory.GetFiles(folder.Search).Sum(file => new FileInfo(file).Length) / 1e6:f1} MB"));
            foreach (var (name, make) in Questions(catalogue)) figures.Add(await AskAsync(index, name, [.. Draw(make, queries, seed)], output));
            await output.WriteLineAsync(Invariant($"memory: {GC.GetTotalMemory(forceFullCollection: true) / 1e6:f0} MB in use, {Environment.WorkingSet / 1e6:f0} MB resident"));
        }
        if (kept is null) Directory.Delete(folder.Path, recursive: true);
        return figures;
    }

    private static IEnumerable<(string Name, Func<Random, SearchQuery> Make)> Questions(Catalogue catalogue)
    {
        SearchQuery Ask(Random random, bool words, int choices, string[]? facets)
        {
            var (language, typed) = catalogue.Question(random);
            return new SearchQuery("commons", words ? typed : null, language, catalogue.Choices(Counted.Take(choices), random), Facets: facets);
        }
        yield return ("words, top 20", random => Ask(random, true, 0, null));
        yield return ("words, 4 facets", random => Ask(random, true, 0, Counted));
        yield return ("words, 1 to 4 choices, 4 facets", random => Ask(random, true, random.Next(1, 5), Counted));
        yield return ("words, 4 choices, 8 facets", random => Ask(random, true, 4, Everything));
        yield return ("no words, 4 facets", random => Ask(random, false, 0, Counted));
        yield return ("no words, 1 to 4 choices, 4 facets", random => Ask(random, false, random.Next(1, 5), Counted));
        yield return ("words, 4 facets, by title", random => Ask(random, true, 0, Counted) with { Order = SearchOrder.Title });
        yield return ("no words, 4 facets, by title", random => Ask(random, false, 0, Counted) with { Order = SearchOrder.Title });
        yield return ("misspelt words, 4 facets", random =>
        {
            var query = Ask(random, true, 0, Counted);
            return query with { Words = query.Words![..^1] + "x" };
        }
        );
    }

    private static IEnumerable<SearchQuery> Draw(Func<Random, SearchQuery> make, int queries, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < queries; i++) yield return make(random);
    }

    private static async Task<Figure> AskAsync(LuceneIndex index, string name, SearchQuery[] questions, TextWriter output)
    {
        foreach (var question in questions.Take(Warming)) index.Search(question); // code is compiled and columns are read
        var (wall, processor) = (new double[questions.Length], new double[questions.Length]);
        long found = 0;
        for (var i = 0; i < questions.Length; i++)
        {
            var measured = new Measurement();
            found += index.Search(questions[i]).Total;
            (wall[i], processor[i]) = (measured.Wall.TotalMilliseconds, measured.Processor.TotalMilliseconds);
        }
        await output.WriteLineAsync(Invariant($"{name,-36} found {found / questions.Length,7} on average; ms of wall time p50/p95/p99 {Percentiles(wall)}; of processor time {Percentiles(processor)}"));
        return new($"{name}, p95", At(wall, 0.95), "ms", MostMilliseconds, AtMost: true);
    }

    private static string Percentiles(double[] values)
    {
        Array.Sort(values);
        return Invariant($"{At(values, 0.5):f1}/{At(values, 0.95):f1}/{At(values, 0.99):f1}");
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
