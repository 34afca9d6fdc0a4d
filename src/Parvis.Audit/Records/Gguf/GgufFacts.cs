using System.Text.Json.Nodes;

namespace Parvis.Audit.Records.Gguf;

/// <summary>What a GGUF file says about its model, under the names of the audit.</summary>
internal static class GgufFacts
{
    public static void Write(GgufValues values, Examination examination)
    {
        var (kept, facts) = (values.Kept, examination.Facts);
        Copy("general.architecture", FactNames.Architecture);
        Copy("general.name", FactNames.Name);
        Copy("general.author", FactNames.Author);
        Copy("general.license", FactNames.Licence);
        Copy("general.languages", FactNames.Languages);
        Copy("general.tags", FactNames.Tags);
        Copy("tokenizer.ggml.model", FactNames.Tokenizer);
        if (Number("general.file_type") is { } fileType) facts[FactNames.Quantisation] = GgmlType.FileTypes.GetValueOrDefault(fileType) ?? $"{fileType}";
        if (Numbered("base_model") is { Count: > 0 } bases) facts[FactNames.BaseModel] = bases.Count == 1 ? bases[0]!.DeepClone() : bases;
        if (Numbered("dataset") is { Count: > 0 } sets) facts[FactNames.DataSets] = sets;
        if (kept.GetValueOrDefault("general.architecture") is JsonValue name && name.TryGetValue<string>(out var architecture)) WriteSizes(architecture);
        if (values.Templates.Count > 0) facts[FactNames.Templates] = new JsonArray([.. values.Templates.Select(template => JsonValue.Create(template.Name.Length == 0 ? "default" : template.Name))]);
        var metadata = new JsonObject();
        foreach (var (key, value) in kept.Where(value => value.Key.StartsWith("general.", StringComparison.Ordinal)).OrderBy(value => value.Key, StringComparer.Ordinal)) metadata[key] = value?.DeepClone();
        facts[FactNames.Metadata] = metadata;

        void Copy(string key, string fact)
        {
            if (kept.GetValueOrDefault(key) is { } value) facts[fact] = value.DeepClone();
        }

        long? Number(string key) => kept.GetValueOrDefault(key) is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number && long.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

        JsonArray Numbered(string what) // general.base_model.0.repo_url, general.base_model.1.name …
        {
            var all = new JsonArray();
            for (var i = 0; i < 64; i++)
            {
                var one = kept.GetValueOrDefault($"general.{what}.{i}.repo_url") ?? kept.GetValueOrDefault($"general.{what}.{i}.name");
                if (one is null) break;
                all.Add(one.DeepClone());
            }
            return all;
        }

        void WriteSizes(string architecture)
        {
            var sizes = new JsonObject();
            foreach (var (key, value) in kept.OrderBy(value => value.Key, StringComparer.Ordinal))
                if (key.StartsWith(architecture + ".", StringComparison.Ordinal) && value is JsonValue) sizes[key[(architecture.Length + 1)..]] = value.DeepClone();
            if (sizes.Count > 0) facts[FactNames.Sizes] = sizes;
            Copy(architecture + ".context_length", FactNames.ContextLength);
        }
    }
}
