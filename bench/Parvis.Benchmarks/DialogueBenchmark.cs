using System.CommandLine;
using System.Globalization;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;

namespace Parvis.Benchmarks;

/// <summary>Processor time from votes to groups, representative and consensus statements: of all votes, and of one more batch.</summary>
internal static class DialogueBenchmark
{
    private const int Batch = 1000;
    private const int Batches = 5;

    private static readonly Size[] Sizes =
    [
        new("225k", 2_031, 896, 225_000, Cold: 0.16, Warm: null, Megabytes: null),
        new("1M", 10_000, 500, 1_000_000, Cold: 0.40, Warm: 0.150, Megabytes: null),
        new("5M", 50_000, 1_000, 5_000_000, Cold: 3, Warm: 0.600, Megabytes: 400),
        new("10M", 100_000, 10_000, 10_000_000, Cold: null, Warm: null, Megabytes: null),
    ];

    public static Command Create()
    {
        var size = new Option<string[]>("--size") { Description = "Which of 225k, 1M, 5M, 10M; all without.", AllowMultipleArgumentsPerToken = true };
        var stable = new Option<bool>("--stable") { Description = "Groups by the best of many starts instead of Polis' rules." };
        return new Command("dialogue", "Processor time of the mathematics of dialogue over simulated votes.") { size, stable }
            .Measures((parsed, output, cancel) => RunAsync(parsed.GetValue(size) ?? [], parsed.GetValue(stable) ? OpinionSettings.Stable : OpinionSettings.Compatible, output, cancel));
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(string[] chosen, OpinionSettings settings, TextWriter output, CancellationToken cancel)
    {
        for (var run = 0; run < 40; run++) // not measured: the first runs compile
        {
            var small = new OpinionState(settings, MatrixCaps.None);
            small.Cast([.. new SimulatedVotes(400, 60, 8_000, (ulong)run).Cast()]);
            small.Compute();
        }
        var figures = new List<Figure>();
        foreach (var size in Sizes.Where(size => chosen.Length == 0 || chosen.Contains(size.Name)))
        {
            cancel.ThrowIfCancellationRequested();
            await MeasureAsync(size, settings, figures, output);
        }
        return figures;
    }

    private static async Task MeasureAsync(Size size, OpinionSettings settings, List<Figure> figures, TextWriter output)
    {
        var state = new OpinionState(settings, MatrixCaps.None);
        var votes = new SimulatedVotes(size.People, size.Statements, size.Votes, Seed: 1).Cast();
        using var following = votes.GetEnumerator();
        var spent = TimeSpan.Zero;
        while (Next(following, size.Votes) is { Length: > 0 } part) spent += Time(() => state.Cast(part));
        var casting = spent;
        OpinionResult? result = null;
        spent += Time(() => result = state.Compute());
        var random = new SeededRandom(2);
        var warm = new List<TimeSpan>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var more = Enumerable.Range(0, Batch).Select(_ => new VoteCast(random.Next(size.People), random.Next(size.Statements), (Vote)(random.Next(3) - 1))).ToArray();
            warm.Add(Time(() =>
            {
                state.Cast(more);
                state.Compute();
            }));
        }
        var median = warm.Order().ElementAt(Batches / 2);
        var megabytes = PeakMegabytes();
        var viewing = Time(() => state.View());
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{size.Name}: {state.Votes.CellCount} votes of {state.Votes.RowCount} people on {state.Votes.ColumnCount} statements: cold {spent.TotalSeconds:F3} s (of it taking votes {casting.TotalSeconds:F3} s), a batch of {Batch} {median.TotalSeconds:F3} s, peak {megabytes:F0} MB, bridging and pairs {viewing.TotalSeconds:F3} s; {result!.Groups.Count} groups {string.Join('/', result.Groups.Select(group => group.Participants.Length))}"));
        if (size.Cold is { } cold) figures.Add(new($"{size.Name} votes, cold", spent.TotalSeconds, "s", cold, AtMost: true));
        if (size.Warm is { } most) figures.Add(new($"{size.Name} votes, a batch more", median.TotalSeconds, "s", most, AtMost: true));
        if (size.Megabytes is { } memory) figures.Add(new($"{size.Name} votes, memory", megabytes, "MB", memory, AtMost: true));
    }

    private static VoteCast[] Next(IEnumerator<VoteCast> votes, long most)
    {
        var part = new List<VoteCast>();
        while (part.Count < Math.Min(most, 50_000) && votes.MoveNext()) part.Add(votes.Current);
        return [.. part];
    }

    private static TimeSpan Time(Action action)
    {
        var measurement = new Measurement();
        action();
        return measurement.Processor;
    }

    // The most that the process ever held, as the system counts it.
    private static double PeakMegabytes() => File.Exists("/proc/self/status")
        ? double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024
        : Environment.WorkingSet / 1048576.0;

    private sealed record Size(string Name, int People, int Statements, long Votes, double? Cold, double? Warm, double? Megabytes);
}
