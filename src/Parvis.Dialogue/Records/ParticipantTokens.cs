using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records;

/// <summary>
/// Signed pseudonyms. A token says nothing of who has it, and its <see cref="Seat"/> in one conversation cannot be told to be that of another: only this node's key joins them.
/// The node keeps seats, never tokens.
/// </summary>
internal sealed class ParticipantTokens(byte[] key)
{
    private const string Prefix = "pvp_";
    private const string FramePrefix = "pvf_"; // as long as the other
    private const int IdBytes = 16;
    private const int MacBytes = 16;
    private const string File = "dialogue.key";
    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(IdBytes + MacBytes);

    /// <summary>With the key of the node, made now when it has none.</summary>
    public static ParticipantTokens Open(DataFolder folder)
    {
        var path = Path.Combine(folder.Keys, File);
        if (!System.IO.File.Exists(path)) Create(folder.Keys, path);
        var key = System.IO.File.ReadAllBytes(path);
        return key.Length == 32 ? new(key) : throw new InvalidDataException($"{path} is not a key of 32 bytes; put back the file from a backup. With a new key, people who took part could not go on.");
    }

    /// <summary>A token nobody has yet.</summary>
    public string New() => New(Prefix);

    /// <summary>A token nobody has yet, that is good for the form of a frame and for nothing else: frames are drawn for whoever looks, uncounted.</summary>
    public string NewOfFrame() => New(FramePrefix);

    /// <summary>Whether this node made a token, other than for a frame.</summary>
    public bool IsOurs(string token) => token.StartsWith(Prefix, StringComparison.Ordinal) && Id(token) is not null;

    /// <summary>Whether this node made a token for a frame.</summary>
    public bool IsOfFrame(string token) => token.StartsWith(FramePrefix, StringComparison.Ordinal) && Id(token) is not null;

    /// <summary>What stands for a token, of either kind, in a conversation: 32 hexadecimal digits.</summary>
    /// <exception cref="ArgumentException">The token is not ours.</exception>
    public string Seat(string conversation, string token) =>
        Convert.ToHexStringLower(Mac("seat", [.. Encoding.UTF8.GetBytes(conversation), 0, .. Id(token) ?? throw new ArgumentException("not a token of this node", nameof(token))]).AsSpan(0, 16));

    private string New(string prefix)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + MacBytes];
        RandomNumberGenerator.Fill(bytes[..IdBytes]);
        Mac(Purpose(prefix)!, bytes[..IdBytes])[..MacBytes].CopyTo(bytes[IdBytes..]);
        return prefix + Base64Url.EncodeToString(bytes);
    }

    private static string? Purpose(string prefix) => prefix switch { Prefix => "token", FramePrefix => "frame", _ => null };

    private byte[]? Id(string token)
    {
        if (token.Length != Length || Purpose(token[..Prefix.Length]) is not { } purpose) return null;
        Span<byte> bytes = stackalloc byte[IdBytes + MacBytes];
        if (!Base64Url.IsValid(token.AsSpan(Prefix.Length)) || !Base64Url.TryDecodeFromChars(token.AsSpan(Prefix.Length), bytes, out var read) || read != bytes.Length) return null;
        return CryptographicOperations.FixedTimeEquals(Mac(purpose, bytes[..IdBytes]).AsSpan(0, MacBytes), bytes[IdBytes..]) ? bytes[..IdBytes].ToArray() : null;
    }

    private byte[] Mac(string purpose, ReadOnlySpan<byte> value) => HMACSHA256.HashData(key, (ReadOnlySpan<byte>)[.. Encoding.ASCII.GetBytes(purpose), 0, .. value]);

    private static void Create(string folder, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var aside = $"{path}.{Guid.NewGuid():N}";
        using (var stream = new FileStream(aside, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(32));
            stream.Flush(flushToDisk: true);
        }
        try
        {
            System.IO.File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (System.IO.File.Exists(path))
        {
            System.IO.File.Delete(aside); // another process was faster: its key is the node's
        }
    }
}
