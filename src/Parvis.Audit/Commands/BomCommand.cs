using System.CommandLine;
using Parvis.Audit.Indicators;
using Parvis.Kernel.Modules;

namespace Parvis.Audit.Commands;

/// <summary><c>parvis audit bom REPORT BOM</c>: a bill of materials from the report of an audit.</summary>
internal static class BomCommand
{
    public static Command Create(OpenNode _)
    {
        var report = new Argument<FileInfo>("REPORT") { Description = "The report of an audit (JSON)." };
        var bom = new Argument<FileInfo>("BOM") { Description = "The file to write." };
        var command = new Command("bom", "Writes a bill of materials (CycloneDX or SPDX) from a report, and says what it lacks.\n\nExample: parvis audit bom report.json bom.json --bom-format cyclonedx-1.7") { report, bom };
        var options = new BomOptions();
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var console = parsed.InvocationConfiguration;
            if (await ReportFile.ReadAsync(parsed.GetRequiredValue(report), console.Error, cancel) is not { } read) return ExitCodes.Refused;
            await console.Output.WriteAsync(await options.WriteAsync(parsed, read, null, parsed.GetRequiredValue(bom).FullName, cancel));
            return ExitCodes.Done;
        });
        return command;
    }
}
