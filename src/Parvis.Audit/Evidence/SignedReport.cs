using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parvis.Kernel.Evidence;

namespace Parvis.Audit.Evidence;

/// <summary>A report with what attests it: in one file, or with the files beside it.</summary>
/// <param name="Report">The report's bytes, exactly as they were digested.</param>
/// <param name="Envelope">The DSSE envelope of the statement, or null when only the proof has it.</param>
/// <param name="Proof">The proof file of the ledger (C2SP tlog-proof), or null.</param>
internal sealed record SignedReport(byte[] Report, DsseEnvelope? Envelope, string? Proof)
{
    /// <summary>What is appended to a report's file name for the envelope beside it.</summary>
    public const string EnvelopeSuffix = ".dsse.json";

    /// <summary>What is appended to a report's file name for the proof beside it.</summary>
    public const string ProofSuffix = ".tlog-proof";

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a report file: one that holds its evidence, or one with evidence beside it.</summary>
    /// <exception cref="RefusedException">An envelope is malformed.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<SignedReport> ReadAsync(string file, CancellationToken cancel)
    {
        var bytes = await File.ReadAllBytesAsync(file, cancel);
        if (TryParse(bytes) is { } whole) return whole;
        var envelope = File.Exists(file + EnvelopeSuffix) ? Envelop(await File.ReadAllBytesAsync(file + EnvelopeSuffix, cancel)) : null;
        var proof = File.Exists(file + ProofSuffix) ? await File.ReadAllTextAsync(file + ProofSuffix, cancel) : null;
        return new(bytes, envelope, proof);
    }

    /// <summary>The report and its evidence as one JSON object: <c>report</c>, <c>envelope</c>, <c>proof</c>. The report stands in it byte for byte.</summary>
    public byte[] ToJson()
    {
        var bytes = new ArrayBufferWriter<byte>(Report.Length + 4096);
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WritePropertyName("report");
            json.WriteRawValue(Report.AsSpan().TrimEnd((byte)'\n'));
            if (Envelope is { } envelope)
            {
                json.WritePropertyName("envelope");
                json.WriteRawValue(envelope.ToJson());
            }
            if (Proof is { } proof) json.WriteString("proof", proof);
            json.WriteEndObject();
        }
        return [.. bytes.WrittenSpan, (byte)'\n'];
    }

    /// <summary>The one-file form, or null when <paramref name="bytes"/> are something else: a report alone.</summary>
    private static SignedReport? TryParse(byte[] bytes)
    {
        try
        {
            var file = JsonFields.Parse(bytes);
            if (file.Find("report") is not { ValueKind: JsonValueKind.Object } report || (file.Find("envelope") ?? file.Find("proof")) is null) return null;
            var envelope = file.Find("envelope") is { } held ? Envelop(Encoding.UTF8.GetBytes(held.GetRawText())) : null;
            return new(Encoding.UTF8.GetBytes(report.GetRawText() + "\n"), envelope, file.Find("proof")?.AsText());
        }
        catch (FormatException)
        {
            return null; // not JSON, or a report that is deeper than evidence ever is
        }
    }

    private static DsseEnvelope Envelop(byte[] json)
    {
        try
        {
            return DsseEnvelope.Parse(json);
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.MalformedBundle, e.Message);
        }
    }
}
