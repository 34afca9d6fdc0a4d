using System.CommandLine;
using Parvis.Benchmarks;

return await new RootCommand("Measures what Parvis must reach. Run on a quiet machine, built with -c Release.")
{
    LedgerBenchmark.Create(),
}.Parse(args).InvokeAsync();
