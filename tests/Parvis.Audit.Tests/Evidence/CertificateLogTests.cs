using System.Buffers.Binary;
using System.Text.Json;
using Parvis.Audit.Evidence;
using Parvis.Kernel.Evidence;
using Xunit;

namespace Parvis.Audit.Tests.Evidence;

/// <summary>Heads of certificate logs, whose signatures the ledger's own verifier leaves alone.</summary>
public sealed class CertificateLogTests
{
    [Fact]
    public void The_head_of_a_sunlight_log_is_signed_with_the_key_that_its_description_names()
    {
        var log = Cases.Folder("tlog/sunlight_ct_tree");
        var checkpoint = Checkpoint.Parse(File.ReadAllText(Path.Combine(log, "checkpoint")));
        using var description = JsonDocument.Parse(File.ReadAllText(Path.Combine(log, "log.v3.json")));
        var key = VerificationKey.Parse(description.RootElement.GetProperty("key").GetBytesFromBase64());
        var note = Assert.Single(checkpoint.Note.Signatures);

        // C2SP static-ct-api: time in milliseconds, then a DigitallySigned of RFC 5246 with SHA-256 and ECDSA
        var (time, signature) = (note.Bytes[..8], note.Bytes[12..]);
        Assert.Equal([4, 3], note.Bytes[8..10]);
        Assert.Equal(signature.Length, BinaryPrimitives.ReadUInt16BigEndian(note.Bytes.AsSpan(10)));
        var size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, checkpoint.Size);
        byte[] head = [0, 1, .. time, .. size, .. Convert.FromBase64String(checkpoint.Root.ToString())]; // RFC 6962 §3.5: v1, tree_hash
        Assert.True(key.Verify(head, signature));
        head[^1] ^= 1;
        Assert.False(key.Verify(head, signature));
        Assert.Equal(2025, DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(time)).Year);
    }
}
