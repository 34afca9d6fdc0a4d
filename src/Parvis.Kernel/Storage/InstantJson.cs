using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parvis.Kernel.Storage;

/// <summary>Instants in JSON as they are written everywhere else: <see cref="Instant"/>.</summary>
public sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    /// <summary>Web JSON with such instants, for what a command prints.</summary>
    public static JsonSerializerOptions Web { get; } = new(JsonSerializerDefaults.Web) { Converters = { new InstantJson() } };

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Instant.Write(value));
}
