using System.CommandLine;
using Parvis.Benchmarks;
using Parvis.Benchmarks.Audit;
using Parvis.Benchmarks.Search;

return await new RootCommand("Measures what Parvis must reach. Run on a quiet machine, built with -c Release.")
{
    Bench.Noisy,
    DialogueBenchmark.Create(),
    DialogueExportBenchmark.Create(),
    VotingBenchmark.Create(),
    HarvestBenchmark.Create(),
    LedgerBenchmark.Create(),
    SearchBenchmark.Create(),
    StartBenchmark.Create(),
    PagesBenchmark.Create(),
    AuditBenchmark.Create(),
}.Parse(args).InvokeAsync();
