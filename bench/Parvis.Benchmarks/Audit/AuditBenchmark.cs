using System.CommandLine;
using System.Globalization;

namespace Parvis.Benchmarks.Audit;

/// <summary>What <c>parvis audit</c> costs beside the programs that do a part of it, each a process of its own with its start: picklescan and modelscan, where they are installed, and openssl.</summary>
internal static class AuditBenchmark
{
    private const int Times = 5, TensorsPerGibibyte = 32;
    private const double MostMegabytes = 150;

    // Measured earlier on another machine with SHA extensions, the lower of several: picklescan at f15d54d and modelscan at 8b8ed4b over 2,000 pickles of 32.7 MB, picklescan over a checkpoint of 2 GiB.
    // What openssl took there for 2 GiB says how much faster this machine is.
    private const double PicklescanSeconds = 13.7, ModelscanSeconds = 15.6, PicklescanQuickSeconds = 0.20, OpensslSecondsPerGibibyte = 1.05;

    // What both scanners do to every file before they judge it.
    private const string EveryOpcode = """
        import os, pickletools, sys
        for file in sorted(os.listdir(sys.argv[1])):
            with open(os.path.join(sys.argv[1], file), "rb") as pickle:
                for opcode, argument, place in pickletools.genops(pickle.read()):
                    pass
        """;

    public static Command Create()
    {
        var cases = new Option<string?>("--cases") { Description = "The folder of samples, hostile ones among them." };
        var program = new Option<string?>("--program") { Description = "The program as it was published (parvis or parvis.dll); otherwise the one built beside this." };
        var gibibytes = new Option<int>("--gibibytes") { Description = "Size of the checkpoint.", DefaultValueFactory = _ => 2 };
        return new Command("audit", "Processor time and memory of parvis audit: many small pickles, one large checkpoint, hostile files.") { cases, program, gibibytes }
            .Measures((parsed, output, cancel) => RunAsync(SharedFiles.Folder(parsed.GetValue(cases), "audit"), parsed.GetValue(program) ?? Path.Combine(AppContext.BaseDirectory, "parvis.dll"), parsed.GetValue(gibibytes), output, cancel));
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(string cases, string program, int gibibytes, TextWriter output, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("parvis-bench-").FullName;
        try
        {
            var audit = new Audited(program, output, cancel);
            var checkpoint = Path.Combine(folder, "model.pt");
            Checkpoint.Write(checkpoint, gibibytes * TensorsPerGibibyte);
            var openssl = await audit.PeerAsync("openssl", ["dgst", "-sha256", checkpoint], Times) ?? throw new FileNotFoundException("The openssl command is needed for comparison.");
            var speed = openssl.Processor.TotalSeconds / (OpensslSecondsPerGibibyte * gibibytes);
            List<Figure> figures = [.. await LargeAsync(audit, checkpoint, openssl, speed), .. await SmallAsync(audit, Directory.CreateDirectory(Path.Combine(folder, "pickles")).FullName, speed)];
            await audit.RunAsync("all samples", 1, "--full", "--tensors", cases);
            return [.. figures, new("memory, the most of all these", audit.Megabytes, "MB", MostMegabytes, AtMost: true)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Figure>> SmallAsync(Audited audit, string folder, double speed)
    {
        var bytes = SmallPickles.Write(folder);
        var own = await audit.RunAsync($"{SmallPickles.Files} pickles, {bytes / 1e6:F1} MB", Times, folder);
        await audit.SayAsync($"{SmallPickles.Files / own.Processor.TotalSeconds:N0} files and {bytes / 1e6 / own.Processor.TotalSeconds:N1} MB a second of processor time");
        var figures = new List<Figure>();
        foreach (var (scanner, arguments, seconds, times) in ((string, string[], double, double)[])[("picklescan", ["-p", folder], PicklescanSeconds, 10), ("modelscan", ["-p", folder], ModelscanSeconds, 12)])
        {
            var peer = await audit.PeerAsync(scanner, arguments);
            figures.Add(new($"small pickles, times {scanner}{(peer is null ? " as measured elsewhere" : "")}", (peer?.Processor.TotalSeconds ?? seconds * speed) / own.Processor.TotalSeconds, "times", times, AtMost: false));
        }
        if (await audit.PeerAsync("python3", ["-c", EveryOpcode, folder]) is { } opcodes) await audit.SayAsync($"which is what Python's pickletools takes alone, the least of what both scanners do: {opcodes.Processor / own.Processor:F1} times");
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> LargeAsync(Audited audit, string file, ChildRun openssl, double speed)
    {
        var quick = await audit.RunAsync("checkpoint, --quick", Times, "--quick", file);
        var picklescan = await audit.PeerAsync("picklescan", ["-p", file]);
        var standard = await audit.RunAsync("checkpoint", Times, file);
        var full = await audit.RunAsync("checkpoint, --full", Times, "--full", file);
        var tensors = await audit.RunAsync("checkpoint, --tensors", Times, "--tensors", file);
        return
        [
            new($"--quick, processor time{(picklescan is null ? ", against picklescan's as measured elsewhere" : "")}", quick.Processor.TotalSeconds, "s", picklescan?.Processor.TotalSeconds ?? PicklescanQuickSeconds * speed, AtMost: true),
            new("without an option, processor time against openssl", standard.Processor / openssl.Processor, "times", 1.15, AtMost: true),
            new("--full, processor time against openssl", full.Processor / openssl.Processor, "times", 1.15, AtMost: true),
            new("--tensors, processor time against openssl", tensors.Processor / openssl.Processor, "times", 2.1, AtMost: true),
            new("--tensors, wall time against openssl", tensors.Wall / openssl.Wall, "times", 1.3, AtMost: true),
        ];
    }

    private sealed class Audited(string program, TextWriter output, CancellationToken cancel)
    {
        /// <summary>The most memory of all runs of the program.</summary>
        public double Megabytes { get; private set; }

        public async Task<ChildRun> RunAsync(string name, int times, params string[] arguments)
        {
            var dll = Path.GetExtension(program) == ".dll";
            var run = await ChildRun.MedianAsync(times, dll ? "dotnet" : program, [.. dll ? [program] : (string[])[], "audit", .. arguments], cancel);
            if (run.ExitCode is not (0 or 1)) throw new InvalidOperationException($"parvis audit {string.Join(' ', arguments)} ended with exit code {run.ExitCode}.");
            Megabytes = Math.Max(Megabytes, run.Megabytes);
            await SayAsync($"parvis audit, {name}: {run}");
            return run;
        }

        /// <summary>Runs another program; null, and said so, where it is not installed.</summary>
        public async Task<ChildRun?> PeerAsync(string peer, IReadOnlyList<string> arguments, int times = 1)
        {
            if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, peer))))
            {
                await SayAsync($"{peer} is not installed here: not run");
                return null;
            }
            var run = await ChildRun.MedianAsync(times, peer, arguments, cancel);
            await SayAsync($"{peer}: {run}");
            return run;
        }

        public Task SayAsync(FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
    }
}
