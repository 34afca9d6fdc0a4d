using NSec.Cryptography;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Evidence;

/// <summary>The node's Ed25519 signing key: signs every statement and every checkpoint. Kept in the data folder, readable by the node's user alone.</summary>
/// <remarks>The file is one line, <c>PRIVATE+KEY+name+hash+base64</c>, the signer key of the signed-note tools; the name stands in it and so can never change.</remarks>
public sealed class NodeKey : IDisposable
{
    private const string Prefix = "PRIVATE+KEY+";
    private const string File = "ledger.key";
    private readonly Key _key;

    private NodeKey(string name, Key key)
    {
        _key = key;
        Verifier = new VerifierKey(name, key.PublicKey);
    }

    /// <summary>The public half, which readers need.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>The key in <paramref name="folder"/>, made now under <paramref name="name"/> when there is none.</summary>
    /// <param name="folder">Where the node keeps its state.</param>
    /// <param name="name">The log's origin, e.g. <c>localhost/parvis</c>; without effect when the key exists already.</param>
    /// <exception cref="FormatException">The name cannot name a key, or the key file is damaged.</exception>
    public static NodeKey OpenOrCreate(DataFolder folder, string name) => Open(folder) ?? Create(folder, name);

    /// <summary>The key in <paramref name="folder"/>, or null when it has none.</summary>
    /// <exception cref="FormatException">The key file is damaged.</exception>
    public static NodeKey? Open(DataFolder folder)
    {
        var path = Path.Combine(folder.Keys, File);
        return System.IO.File.Exists(path) ? Parse(System.IO.File.ReadAllText(path).Trim(), path) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>The 64-byte signature of <paramref name="message"/> (RFC 8032): the same message has the same signature.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> message) => SignatureAlgorithm.Ed25519.Sign(_key, message);

    private static NodeKey Create(DataFolder folder, string name)
    {
        using var made = new NodeKey(name, Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }));
        byte[] secret = [0x01, .. made._key.Export(KeyBlobFormat.RawPrivateKey)];
        DurableFile.CreateSecret(Path.Combine(folder.Keys, File), $"{Prefix}{made.Verifier.KeyId}+{Convert.ToBase64String(secret)}\n");
        return Open(folder)!; // another process may have been faster: its key is the node's
    }

    private static NodeKey Parse(string text, string path)
    {
        var parts = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..].Split('+', 3) : [];
        if (parts.Length == 3 && StrictBase64.TryDecode(parts[2], out var secret) && secret is [0x01, ..]
            && Key.TryImport(SignatureAlgorithm.Ed25519, secret.AsSpan(1), KeyBlobFormat.RawPrivateKey, out var key))
        {
            var node = new NodeKey(parts[0], key!);
            if (node.Verifier.KeyId == $"{parts[0]}+{parts[1]}") return node;
            node.Dispose();
        }
        throw new FormatException($"{path} is not a signer key; put back the file from a backup. A new key would make a new log.");
    }
}
