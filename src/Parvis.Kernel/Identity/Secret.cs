using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Parvis.Kernel.Identity;

/// <summary>Random values that open something. Only their SHA-256 is kept: at 256 bits nobody can guess one from its digest.</summary>
internal static class Secret
{
    private const int SecretBytes = 32;
    private const int IdBytes = 10;

    /// <summary>256 random bits as base64url (RFC 4648 §5), 43 characters.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>80 random bits as lower-case hexadecimal: a name that nobody needs to keep secret.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true);

    /// <summary>SHA-256 of <paramref name="secret"/>, lower-case hexadecimal.</summary>
    public static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether <paramref name="secret"/> has this digest, in a time that does not depend on where they differ.</summary>
    public static bool Matches(string secret, string digest) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Digest(secret)), Encoding.ASCII.GetBytes(digest));
}
