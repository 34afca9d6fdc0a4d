using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Parvis.Kernel.Evidence;

/// <summary>The public key of a node's ledger: an Ed25519 verifier key of a C2SP signed note (signature type 0x01).</summary>
public sealed class VerifierKey
{
    private const byte Ed25519Type = 0x01;
    private readonly PublicKey _key;

    internal VerifierKey(string name, PublicKey key)
    {
        if (!IsName(name)) throw new FormatException($"'{name}' cannot name a key: it is empty or contains white space or '+'. Use a host and path such as 'localhost/parvis'.");
        Name = name;
        _key = key;
        Id = IdOf(name, Encoded());
    }

    /// <summary>The key's name, which is also the log's origin, e.g. <c>localhost/parvis</c>.</summary>
    public string Name { get; }

    /// <summary>The keyid in DSSE signatures: name and hash, e.g. <c>localhost/parvis+33d7b496</c>.</summary>
    public string KeyId => string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}");

    /// <summary>The key ID of a signed note: the first 32 bits of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).</summary>
    internal uint Id { get; }

    /// <summary>Reads <c>name+hash+base64</c>, as <see cref="ToString"/> writes it.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is not a verifier key of an Ed25519 signed note.</exception>
    public static VerifierKey Parse(string text)
    {
        var parts = text.Trim().Split('+', 3);
        if (parts.Length != 3) throw new FormatException("A verifier key has three parts joined by '+': name, hash and base64.");
        if (!StrictBase64.TryDecode(parts[2], out var bytes) || bytes.Length != 33) throw new FormatException("The third part of a verifier key is 33 bytes in base64.");
        if (bytes[0] != Ed25519Type) throw new FormatException($"The key is of signature type 0x{bytes[0]:x2}; only Ed25519 (0x01) is read here.");
        if (!PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes.AsSpan(1), KeyBlobFormat.RawPublicKey, out var key)) throw new FormatException("The key is not a point of Ed25519.");
        var verifier = new VerifierKey(parts[0], key!);
        return verifier.ToString() == text.Trim() ? verifier : throw new FormatException($"The hash '{parts[1]}' does not belong to this name and key, which have '{verifier.Id:x8}'.");
    }

    /// <summary>Whether <paramref name="text"/> can name a key and a log: not empty, no white space, no <c>+</c>, no control character.</summary>
    public static bool IsName(string text) => text.Length > 0 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    /// <summary>The verifier key as text: <c>name+hash+base64</c>.</summary>
    public override string ToString() => $"{KeyId}+{Convert.ToBase64String(Encoded())}";

    /// <summary>Whether <paramref name="signature"/> is this key's signature of <paramref name="message"/> (RFC 8032).</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(_key, message, signature);

    private byte[] Encoded() => [Ed25519Type, .. _key.Export(KeyBlobFormat.RawPublicKey)];

    private static uint IdOf(string name, byte[] encoded) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. encoded]));
}
