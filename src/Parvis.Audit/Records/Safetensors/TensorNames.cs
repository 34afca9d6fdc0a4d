namespace Parvis.Audit.Records.Safetensors;

/// <summary>What the names of tensors say about the architecture, where they leave no doubt.</summary>
internal static class TensorNames
{
    /// <summary>A name that only one family of architectures has → the family, in the words of the transformers library.</summary>
    private static readonly (string Part, string Family)[] Marks =
    [
        ("lora_A.", "lora"),
        ("gpt_neox.layers.0.", "gpt_neox"),
        ("distilbert.transformer.layer.0.", "distilbert"),
        ("roberta.encoder.layer.0.", "roberta"),
        ("bert.encoder.layer.0.", "bert"),
        ("vit.encoder.layer.0.", "vit"),
        ("h.0.attn.c_attn.weight", "gpt2"),
        ("h.0.self_attention.query_key_value.weight", "bloom or falcon"),
        ("encoder.block.0.layer.0.SelfAttention.q.weight", "t5"),
        ("model.encoder.conv1.weight", "whisper"),
        ("vision_model.embeddings.class_embedding", "clip"),
        ("backbone.layers.0.mixer.A_log", "mamba"),
        ("wav2vec2.feature_extractor.", "wav2vec2"),
        ("model.layers.0.self_attn.q_proj.weight", "llama layout"),
        ("model.layers.0.block_sparse_moe.gate.weight", "mixtral"),
    ];

    /// <summary>The family, or null where the names do not say, or say two things.</summary>
    public static string? Layout(IReadOnlyList<Tensor> tensors)
    {
        var found = Marks.Where(mark => tensors.Any(tensor => IsMark(tensor.Name, mark.Part))).Select(mark => mark.Family).Distinct(StringComparer.Ordinal).ToArray();
        return found switch
        {
            [var one] => one,
            ["llama layout", "mixtral"] => "mixtral",
            _ => null,
        };
    }

    private static bool IsMark(string name, string part)
    {
        var at = name.IndexOf(part, StringComparison.Ordinal);
        return at == 0 || at > 0 && name[at - 1] == '.';
    }
}
