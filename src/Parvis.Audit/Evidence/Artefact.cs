using System.Security.Cryptography;

namespace Parvis.Audit.Evidence;

/// <summary>The bytes that a signature should be about. They are streamed, so that their size does not matter.</summary>
/// <param name="open">Opens them from the beginning.</param>
internal sealed class Artefact(Func<Stream> open)
{
    private const int LongestPure = 64 << 20;
    private readonly Dictionary<HashAlgorithmName, byte[]> _digests = [];

    /// <summary>The artefact of <paramref name="bytes"/>.</summary>
    public static Artefact Of(byte[] bytes) => new(() => new MemoryStream(bytes, writable: false));

    /// <summary>The artefact in a file.</summary>
    public static Artefact In(string file) => new(() => File.OpenRead(file));

    public byte[] Digest(HashAlgorithmName hash)
    {
        if (_digests.TryGetValue(hash, out var known)) return known;
        using var stream = open();
        return _digests[hash] = CryptographicOperations.HashData(hash, stream);
    }

    /// <summary>Whether <paramref name="signature"/> is <paramref name="key"/>'s signature of the artefact.</summary>
    /// <exception cref="RefusedException">Ed25519 needs it in memory, and it is too large.</exception>
    public bool IsSignedBy(VerificationKey key, ReadOnlySpan<byte> signature)
    {
        if (!key.IsPure) return key.VerifyDigest(Digest(key.Hash), signature, key.Hash);
        using var stream = open();
        if (stream.Length > LongestPure) throw new RefusedException(Refusal.UnsupportedDigest, "Ed25519 over a large file");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return key.Verify(bytes, signature);
    }
}
