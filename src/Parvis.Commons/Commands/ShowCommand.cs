using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Indicators;
using Parvis.Commons.Records;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Modules;

namespace Parvis.Commons.Commands;

/// <summary><c>parvis commons show ID</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(OpenNode open)
    {
        var id = new Argument<string>("ID") { Description = "The record's id." };
        var json = new Option<bool>("--json") { Description = "Print exactly the bytes that the ledger attests." };
        var proof = new Option<FileInfo?>("--proof") { Description = "Write the proof file here, for parvis verify." };
        var command = new Command("show", "Shows a record: each value with who states it.\n\nExample: parvis commons show r7k2m9x4tqwd3 --json --proof record.proof > record.json") { id, json, proof };
        command.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            var catalogue = node.GetRequiredService<Catalogue>();
            var lookup = await catalogue.ReadAsync(parsed.GetRequiredValue(id), cancel);
            while (lookup is CatalogueLookup.Moved moved) lookup = await catalogue.ReadAsync(moved.Id, cancel); // each led on to one that stood when it was left, so the last one ends it
            if (lookup is not CatalogueLookup.Found { Entry: var entry })
            {
                parsed.InvocationConfiguration.Error.WriteLine($"{parsed.GetRequiredValue(id)}: this node has no such record; parvis commons find lists them.");
                return ExitCodes.Refused;
            }
            if (parsed.GetValue(proof) is { } file && await node.GetRequiredService<IEvidenceLog>().ProveAsync(entry.Version.LedgerIndex, cancel) is { } text) await File.WriteAllTextAsync(file.FullName, text, cancel);
            parsed.InvocationConfiguration.Output.Write(parsed.GetValue(json) ? Encoding.UTF8.GetString(entry.Version.Body.Span) : Table(entry));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Table(CatalogueEntry entry) => string.Join('\n',
    [
        string.Create(CultureInfo.InvariantCulture, $"{entry.Record.Id}, version {entry.Version.Version}, ledger entry {entry.Version.LedgerIndex}, sha256 {entry.Version.Digest}"),
        $"openness      {Openness.Of(entry.Record).Level?.ToString().ToLowerInvariant() ?? "-"} (rule {Openness.Rule})",
        .. StatedValues.Of(entry.Record).Select(value => $"{value.Field,-13} {(value.Part is { } part ? $"[{part}] " : "")}{value.Value}  — {By(entry.Record, value)}"),
        "",
    ]);

    private static string By(CatalogueRecord record, StatedValues value) => string.Join(", ", value.Sources.Select(source => record.Sources[source].Authority).ToHashSet(StringComparer.Ordinal));
}
