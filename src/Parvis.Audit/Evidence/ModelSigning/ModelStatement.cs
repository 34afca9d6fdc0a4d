using System.Buffers;
using System.Text.Json;
using Parvis.Kernel.Evidence;

namespace Parvis.Audit.Evidence.ModelSigning;

/// <summary>The in-toto statement of OpenSSF Model Signing: the model as subject, its files in the predicate.</summary>
internal static class ModelStatement
{
    /// <summary>Since v0.3.</summary>
    public const string PredicateType = "https://model_signing/signature/v1.0";

    /// <summary>Of v0.2, which lists the files as subjects.</summary>
    public const string FilesAsSubjects = "https://model_signing/Digests/v0.1";

    private const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>The statement about a model.</summary>
    public static Statement Write(ModelManifest manifest) => new([new(manifest.Name, manifest.RootDigest)], PredicateType, Predicate(manifest));

    /// <summary>Reads a statement and computes the root digest anew.</summary>
    /// <exception cref="RefusedException">It is not such a statement, or its parts contradict one another.</exception>
    public static ModelManifest Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var statement = JsonFields.Parse(payload);
            if (statement.Text("_type") != StatementType) throw new FormatException(statement.Text("_type"));
            return statement.Text("predicateType") switch
            {
                PredicateType => ReadPredicate(statement),
                FilesAsSubjects => ReadSubjects(statement),
                var other => throw new RefusedException(Refusal.OtherPredicate, other),
            };
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.NotAStatement, e.Message);
        }
    }

    private static ModelManifest ReadPredicate(JsonElement statement)
    {
        if (statement.Repeated("subject").ToList() is not [var subject]) throw new FormatException("A model is one subject.");
        var predicate = statement.Field("predicate");
        var resources = predicate.Repeated("resources").Select(resource => new ModelResource(resource.Text("name"), resource.Text("algorithm"), Digest(resource.Text("digest")))).ToList();
        var manifest = new ModelManifest(subject.Text("name"), Unique(resources), ReadSerialization(predicate.Field("serialization")));
        return manifest.RootDigest == subject.Field("digest").Text("sha256") ? manifest : throw new RefusedException(Refusal.WrongRootDigest);
    }

    private static Serialization ReadSerialization(JsonElement serialization) => new()
    {
        ShardSize = serialization.Text("method") switch
        {
            "files" => null,
            "shards" => serialization.Field("shard_size") is { ValueKind: JsonValueKind.Number } shard && shard.TryGetDouble(out var size) && size is >= 1 and < long.MaxValue ? (long)size : throw new FormatException("shard_size"),
            var other => throw new RefusedException(Refusal.UnsupportedDigest, other),
        },
        Hash = serialization.Find("hash_type") is null ? "sha256" : serialization.Text("hash_type"),
        AllowSymlinks = serialization.Find("allow_symlinks") is { ValueKind: JsonValueKind.True },
        Ignored = [.. serialization.Repeated("ignore_paths").Select(path => path.AsText())],
    };

    private static ModelManifest ReadSubjects(JsonElement statement)
    {
        var resources = statement.Repeated("subject").Select(subject => new ModelResource(subject.Text("name"), "sha256", Digest(subject.Field("digest").Text("sha256")))).ToList();
        if (resources.Count == 0) throw new FormatException("There is no subject.");
        if (statement.Repeated("subject").Any(subject => subject.Find("annotations")?.Find("actual_hash_algorithm") is { } actual && actual.AsText() is not ("file-sha256" or "sha256"))) throw new RefusedException(Refusal.UnsupportedDigest, "actual_hash_algorithm");
        return new("", Unique(resources), new Serialization());
    }

    private static List<ModelResource> Unique(List<ModelResource> resources) =>
        resources.DistinctBy(resource => resource.Name, StringComparer.Ordinal).Count() == resources.Count ? resources : throw new FormatException("A file is listed twice.");

    private static string Digest(string text) =>
        text.Length > 0 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigitLower) ? text : throw new FormatException($"'{text}' is not a digest in lower-case hexadecimal.");

    private static JsonElement Predicate(ModelManifest manifest)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartArray("resources");
            foreach (var resource in manifest.Resources)
            {
                json.WriteStartObject();
                json.WriteString("name", resource.Name);
                json.WriteString("digest", resource.Digest);
                json.WriteString("algorithm", resource.Algorithm);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteSerialization(json, manifest.Serialization);
            json.WriteEndObject();
        }
        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void WriteSerialization(Utf8JsonWriter json, Serialization serialization)
    {
        json.WriteStartObject("serialization");
        json.WriteString("method", serialization.ShardSize is null ? "files" : "shards");
        json.WriteString("hash_type", serialization.Hash);
        if (serialization.ShardSize is { } size) json.WriteNumber("shard_size", size);
        json.WriteBoolean("allow_symlinks", serialization.AllowSymlinks);
        json.WriteStartArray("ignore_paths");
        foreach (var path in serialization.Ignored.Order(StringComparer.Ordinal)) json.WriteStringValue(path);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
