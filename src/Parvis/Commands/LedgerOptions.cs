using System.CommandLine;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Commands;

/// <summary>A key to verify with, and the data folder it was taken from when nobody named a key.</summary>
internal sealed record TrustedKey(VerifierKey Verifier, string? Source);

/// <summary>The options that say whose ledger is meant.</summary>
internal static class LedgerOptions
{
    public static Option<string?> Key() => new("--key") { Description = "The node's verifier key (name+hash+base64), or a file that holds it.", HelpName = "KEY" };

    /// <summary>The key given, else the data folder's own, else null.</summary>
    /// <exception cref="FormatException">The text or file is not a key.</exception>
    public static TrustedKey? Read(ParseResult parsed, Option<string?> key)
    {
        if (parsed.GetValue(key) is { } given) return new TrustedKey(VerifierKey.Parse(File.Exists(given) ? File.ReadAllText(given) : given), Source: null);
        var folder = new DataFolder(Node.SettingsOf(parsed).Data);
        using var own = NodeKey.Open(folder);
        return own is null ? null : new TrustedKey(own.Verifier, folder.Path);
    }
}
