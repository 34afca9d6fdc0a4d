using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Kernel.Records.Codes;

namespace Parvis.Audit.Records.Repository;

/// <summary>What the configurations of the transformers, diffusers and peft libraries say about a model.</summary>
internal static class ConfigFacts
{
    private static readonly string[] Sizes =
    [
        "hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "intermediate_size", "vocab_size", "head_dim", "num_experts", "num_local_experts",
        "n_routed_experts", "num_experts_per_tok", "n_embd", "n_layer", "n_head", "n_positions", "d_model", "d_ff", "num_layers", "encoder_layers", "decoder_layers", "image_size", "patch_size",
        "sliding_window", "r", "lora_alpha",
    ];

    /// <summary>Writes the facts of one configuration and names its format.</summary>
    public static void Write(JsonElement root, string file, Examination examination)
    {
        if (root.ValueKind != JsonValueKind.Object) return;
        var facts = examination.Facts;
        if (root.TryGetProperty("weight_map", out var map) && map.ValueKind == JsonValueKind.Object)
        {
            WriteIndex(root, map, examination);
            return;
        }
        examination.Report.Format = FormatOf(root, file) ?? examination.Report.Format;
        if (First(root, "architectures") is { } architecture) facts[FactNames.Architecture] = architecture;
        Copy("model_type", FactNames.ModelType);
        Copy("torch_dtype", FactNames.Type);
        Copy("dtype", FactNames.Type);
        Copy("tokenizer_class", FactNames.Tokenizer);
        Copy("base_model_name_or_path", FactNames.BaseModel);
        Copy("max_position_embeddings", FactNames.ContextLength);
        Copy("license", FactNames.Licence);
        Copy("licence", FactNames.Licence);
        Copy("_license", FactNames.Licence);
        Copy("transformers_version", FactNames.ProducerVersion);
        if (facts[FactNames.Licence] is JsonValue licence && LicenceText.ToSpdx(licence.ToString()) is StatedLicence.Known known) facts[FactNames.LicenceId] = known.Expression.Value;
        if (root.TryGetProperty("quantization_config", out var quantisation) && quantisation.ValueKind == JsonValueKind.Object) facts[FactNames.Quantisation] = Quantisation(quantisation);
        var sizes = new JsonObject();
        foreach (var inner in new[] { root, root.TryGetProperty("text_config", out var text) ? text : default })
        {
            if (inner.ValueKind != JsonValueKind.Object) continue;
            foreach (var name in Sizes)
                if (inner.TryGetProperty(name, out var size) && size.ValueKind == JsonValueKind.Number) sizes[name] = JsonNode.Parse(size.GetRawText());
        }
        if (sizes.Count > 0) facts[FactNames.Sizes] = sizes;

        void Copy(string key, string fact)
        {
            if (!root.TryGetProperty(key, out var value)) return;
            if (value.ValueKind == JsonValueKind.String) facts[fact] = Text(value);
            else if (value.ValueKind == JsonValueKind.Number) facts[fact] = JsonNode.Parse(value.GetRawText());
        }
    }

    /// <summary>A text, cut.</summary>
    public static string? Text(JsonElement value) => value.GetString() is { } text ? text.Length > 4096 ? text[..4096] : text : null;

    private static string? First(JsonElement root, string name) =>
        root.TryGetProperty(name, out var all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() > 0 && all[0].ValueKind == JsonValueKind.String ? Text(all[0]) : null;

    private static string? FormatOf(JsonElement root, string file)
    {
        bool Has(string name) => root.TryGetProperty(name, out _);
        if (Has("tokenizer_class") || Has("added_tokens_decoder") || file == "tokenizer_config.json") return "tokenizer-config";
        if (Has("peft_type")) return "adapter-config";
        if (Has("model_type") || Has("architectures") || Has("auto_map")) return "model-config";
        if (Has("_diffusers_version")) return "diffusers-config";
        if (Has("chat_template")) return "chat-template";
        if (Has("version") && Has("model") && Has("pre_tokenizer")) return "tokenizer";
        return null;
    }

    private static string Quantisation(JsonElement config)
    {
        string? Of(string name) => config.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ValueKind == JsonValueKind.String ? Text(value) : value.GetRawText() : null;
        bool Is(string name) => config.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
        var bits = Of("bits") ?? (Is("load_in_4bit") ? "4" : Is("load_in_8bit") ? "8" : null);
        return string.Join(' ', new[] { Of("quant_method") ?? "quantised", bits is null ? null : $"{bits} bit" }.OfType<string>());
    }

    /// <summary>The table of a model in several files: which tensor is in which.</summary>
    private static void WriteIndex(JsonElement root, JsonElement map, Examination examination)
    {
        examination.Report.Format = "weights-index";
        var shards = new SortedSet<string>(StringComparer.Ordinal);
        var tensors = 0L;
        foreach (var tensor in map.EnumerateObject())
        {
            examination.Budget.Tick();
            if (tensor.Value.ValueKind != JsonValueKind.String || Text(tensor.Value) is not { } shard) throw new MalformedException(RepositoryRules.Index, 0);
            tensors++;
            if (shards.Count < 10_000 && shards.Add(shard) && (shard.Length == 0 || ExternalLocation.Leaves(shard))) examination.Find(RepositoryRules.Shard, null, ("name", shard));
        }
        examination.Facts[FactNames.Tensors] = tensors;
        examination.Facts[FactNames.Shards] = new JsonArray([.. shards.Select(shard => JsonValue.Create(shard))]);
        if (!root.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object) return;
        if (metadata.TryGetProperty("total_size", out var size) && size.TryGetInt64Safely() is { } bytes) examination.Facts[FactNames.TotalBytes] = bytes;
        if (metadata.TryGetProperty("total_parameters", out var count) && count.TryGetInt64Safely() is { } parameters) examination.Facts[FactNames.Parameters] = parameters;
    }

    private static long? TryGetInt64Safely(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.TryGetInt64(out var whole) ? whole : value.TryGetDouble(out var number) && Math.Abs(number) < 9e18 ? (long)number : null : null;
}
