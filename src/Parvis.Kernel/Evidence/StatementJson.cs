using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parvis.Kernel.Evidence;

/// <summary>An in-toto Statement v1 as JSON: no white space, members always in the same order, so the same statement has the same bytes.</summary>
public static class StatementJson
{
    /// <summary>The value of <c>_type</c>.</summary>
    public const string Type = "https://in-toto.io/Statement/v1";

    private const int Usual = 1024; // bytes of most statements
    private const int Sha256Length = 64;
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of <paramref name="statement"/>.</summary>
    /// <exception cref="ArgumentException">It has no subject, a digest that is not lower-case hexadecimal SHA-256, no predicate type, or a predicate that is not an object.</exception>
    public static byte[] Write(Statement statement)
    {
        if (Fault(statement) is { } fault) throw new ArgumentException(fault, nameof(statement));
        var bytes = new ArrayBufferWriter<byte>(Usual);
        using (var writer = new Utf8JsonWriter(bytes, Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("_type", Type);
            writer.WriteStartArray("subject");
            foreach (var subject in statement.Subjects) WriteSubject(writer, subject);
            writer.WriteEndArray();
            writer.WriteString("predicateType", statement.PredicateType);
            writer.WritePropertyName("predicate");
            statement.Predicate.WriteTo(writer);
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads a statement.</summary>
    /// <exception cref="FormatException">The bytes are not a statement with SHA-256 subjects.</exception>
    public static Statement Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("_type").GetString() != Type) throw new FormatException($"The payload is not an in-toto statement of type {Type}.");
            var subjects = root.GetProperty("subject").EnumerateArray().Select(ReadSubject).ToList();
            var statement = new Statement(subjects, root.GetProperty("predicateType").GetString() ?? "", root.GetProperty("predicate").Clone());
            return Fault(statement) is { } fault ? throw new FormatException(fault) : statement;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The payload is not an in-toto statement: " + e.Message, e);
        }
    }

    private static void WriteSubject(Utf8JsonWriter writer, Subject subject)
    {
        writer.WriteStartObject();
        writer.WriteString("name", subject.Name);
        writer.WriteStartObject("digest");
        writer.WriteString("sha256", subject.Sha256);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static Subject ReadSubject(JsonElement subject) => new(
        subject.GetProperty("name").GetString() ?? "",
        subject.GetProperty("digest").GetProperty("sha256").GetString() ?? "");

    private static string? Fault(Statement statement) =>
        statement.Subjects.Count == 0 ? "A statement has at least one subject."
        : statement.Subjects.FirstOrDefault(subject => !IsSha256(subject.Sha256)) is { } wrong ? $"The digest '{wrong.Sha256}' of '{wrong.Name}' is not SHA-256 in lower-case hexadecimal."
        : statement.PredicateType.Length == 0 ? "A statement names the type of its predicate."
        : statement.Predicate.ValueKind != JsonValueKind.Object ? "A predicate is a JSON object."
        : null;

    private static bool IsSha256(string digest) => digest.Length == Sha256Length && !digest.AsSpan().ContainsAnyExcept(Hexadecimal);
}
