using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parvis.Kernel.Evidence;

/// <summary>One signature of an envelope.</summary>
/// <param name="KeyId">Which key; a hint, not part of what is signed.</param>
/// <param name="Bytes">Signature of the pre-authentication encoding.</param>
public sealed record DsseSignature(string KeyId, byte[] Bytes);

/// <summary>A signed payload (DSSE v1).</summary>
/// <param name="PayloadType">How to read the payload.</param>
/// <param name="Payload">What is signed.</param>
/// <param name="Signatures">At least one.</param>
public sealed record DsseEnvelope(string PayloadType, byte[] Payload, IReadOnlyList<DsseSignature> Signatures)
{
    /// <summary>The payload type of an in-toto statement.</summary>
    public const string InToto = "application/vnd.in-toto+json";

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Signs <paramref name="statement"/>.</summary>
    /// <exception cref="ArgumentException">It is not a valid statement.</exception>
    public static DsseEnvelope Sign(Statement statement, NodeKey key)
    {
        var payload = StatementJson.Write(statement);
        return new DsseEnvelope(InToto, payload, [new DsseSignature(key.Verifier.KeyId, key.Sign(PreAuthenticationEncoding(InToto, payload)))]);
    }

    /// <summary>PAE(type, body): <c>DSSEv1 length type length body</c>, lengths in bytes and decimal.</summary>
    public static byte[] PreAuthenticationEncoding(string payloadType, ReadOnlySpan<byte> payload)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} ");
        var encoded = new byte[Encoding.UTF8.GetByteCount(head) + payload.Length];
        payload.CopyTo(encoded.AsSpan(Encoding.UTF8.GetBytes(head, encoded)));
        return encoded;
    }

    /// <summary>Reads an envelope.</summary>
    /// <exception cref="FormatException">It is not a DSSE envelope in JSON.</exception>
    public static DsseEnvelope Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var signatures = root.GetProperty("signatures").EnumerateArray().Select(ReadSignature).ToList();
            if (signatures.Count == 0) throw new FormatException("The envelope bears no signature.");
            return new DsseEnvelope(root.GetProperty("payloadType").GetString() ?? "", Decode(root.GetProperty("payload")), signatures);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The bytes are not a DSSE envelope: " + e.Message, e);
        }
    }

    /// <summary>What <paramref name="key"/> says about the payload. Only the signature decides; a keyid only tells a stranger from a forger.</summary>
    internal NoteStanding StandingOf(VerifierKey key)
    {
        var encoding = PreAuthenticationEncoding(PayloadType, Payload);
        if (Signatures.Any(signature => key.Verify(encoding, signature.Bytes))) return NoteStanding.Signed;
        return Signatures.Any(signature => signature.KeyId == key.KeyId) ? NoteStanding.Forged : NoteStanding.OtherKey;
    }

    /// <summary>The envelope as JSON: no white space, members always in the same order.</summary>
    public byte[] ToJson()
    {
        var bytes = new ArrayBufferWriter<byte>(Payload.Length * 3 / 2 + 256); // base64 takes four thirds
        using (var writer = new Utf8JsonWriter(bytes, Compact))
        {
            writer.WriteStartObject();
            writer.WriteBase64String("payload", Payload);
            writer.WriteString("payloadType", PayloadType);
            writer.WriteStartArray("signatures");
            foreach (var signature in Signatures) WriteSignature(writer, signature);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteSignature(Utf8JsonWriter writer, DsseSignature signature)
    {
        writer.WriteStartObject();
        writer.WriteString("keyid", signature.KeyId);
        writer.WriteBase64String("sig", signature.Bytes);
        writer.WriteEndObject();
    }

    private static DsseSignature ReadSignature(JsonElement signature) => new(
        signature.TryGetProperty("keyid", out var keyId) ? keyId.GetString() ?? "" : "",
        Decode(signature.GetProperty("sig")));

    /// <summary>DSSE allows both the standard and the URL-safe alphabet.</summary>
    private static byte[] Decode(JsonElement base64) =>
        Convert.FromBase64String((base64.GetString() ?? "").Replace('-', '+').Replace('_', '/'));
}
