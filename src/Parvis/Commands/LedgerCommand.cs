using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Commands;

/// <summary><c>parvis ledger verify</c>: checks all evidence on this node's disk.</summary>
internal static class LedgerCommand
{
    public static Command Create() => new("ledger", "The node's ledger of signed statements.") { CreateVerify() };

    private static Command CreateVerify()
    {
        var key = LedgerOptions.Key();
        var json = new Option<bool>("--json") { Description = "Write the result as JSON." };
        var command = new Command("verify", "Checks every entry, tile, signature and kept file on the disk. Example: parvis ledger verify --data ./data-local") { key, json };
        command.SetAction((parsed, cancel) => CommandFailure.CatchAsync(parsed.InvocationConfiguration.Error, () =>
            RunAsync(new DataFolder(Node.SettingsOf(parsed).Data), LedgerOptions.Read(parsed, key), parsed.GetValue(json), parsed.InvocationConfiguration, cancel)));
        return command;
    }

    private static async Task<int> RunAsync(DataFolder folder, TrustedKey? key, bool json, InvocationConfiguration console, CancellationToken cancel)
    {
        if (key is null)
        {
            await console.Error.WriteLineAsync($"{folder.Path} holds no key. Give the data folder of a node with --data DIR, or for a copy without keys the node's key with --key KEY.");
            return ExitCodes.WrongUse;
        }
        var damages = new List<LedgerDamage>();
        var check = await new LedgerVerifier(folder, key.Verifier).VerifyAsync(damage => Found(damage), cancel);
        await console.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { key = key.Verifier.ToString(), check.Entries, check.Tiles, check.KeptFiles, damages }, JsonSerializerOptions.Web)
            : string.Create(CultureInfo.InvariantCulture, $"Checked {check.Entries} entries, {check.Tiles} tiles and bundles, {check.KeptFiles} kept files with the key {key.Verifier.KeyId}: {(check.Damages == 0 ? "all sound" : $"{check.Damages} damaged")}."));
        return check.Damages == 0 ? ExitCodes.Done : ExitCodes.Finding;

        void Found(LedgerDamage damage)
        {
            if (json) damages.Add(damage);
            else console.Error.WriteLine(Describe(damage));
        }
    }

    private static string Describe(LedgerDamage damage) => string.Create(CultureInfo.InvariantCulture,
        $"{damage.File}{(damage.Index is { } index ? $", entry {index}" : "")}{(damage.Byte is { } at ? $", byte {at}" : "")}: {damage.Reason} {damage.Remedy}");
}
