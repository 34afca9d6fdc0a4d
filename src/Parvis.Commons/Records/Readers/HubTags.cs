using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Parvis.Commons.Records.Readers;

/// <summary>Reads the tags of a Hugging Face repository, in which licences, languages, papers, base models and data sets hide.</summary>
internal static partial class HubTags
{
    /// <summary>Two-letter tags that mean a language only beside another language: PyTorch, machine learning, computer vision.</summary>
    private static readonly FrozenSet<string> Ambiguous = Set("pt", "ml", "cv");

    /// <summary>Tags of how the hub runs the thing, not of what it is.</summary>
    private static readonly FrozenSet<string> Technical = Set(
        "endpoints_compatible", "autotrain_compatible", "text-generation-inference", "text-embeddings-inference", "eval-results", "custom_code",
        "has_space", "conversational", "not-for-all-audiences", "model_hub_mixin", "pytorch_model_hub_mixin", "generated_from_trainer");

    private static readonly FrozenSet<string> ThemePrefixes = Set("task_categories", "task_ids", "pipeline_tag", "modality");

    public static void Read(IEnumerable<string> tags, Sketch sketch)
    {
        var all = tags.ToArray();
        foreach (var tag in all)
        {
            var colon = tag.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) Prefixed(tag[..colon], tag[(colon + 1)..], sketch);
            else if (!Technical.Contains(tag) && !IsLanguage(tag)) sketch.Theme(tag);
        }
        var languages = all.Where(IsLanguage).ToArray();
        foreach (var language in languages.Where(l => !Ambiguous.Contains(l) || languages.Any(o => !Ambiguous.Contains(o)))) sketch.Language(language);
    }

    public static void BaseModel(string? id, Sketch sketch)
    {
        if (id is not null && RepositoryId().IsMatch(id)) sketch.Relates(RelationTypes.DerivedFrom, Identifier.HubModel(id));
    }

    public static void TrainedOn(string? id, Sketch sketch)
    {
        if (id is not null && RepositoryId().IsMatch(id)) sketch.Relates(RelationTypes.TrainedOn, Identifier.HubDataset(id));
    }

    private static void Prefixed(string prefix, string value, Sketch sketch)
    {
        switch (prefix)
        {
            case "license": sketch.Licence(value); break;
            case "language": sketch.Language(value); break;
            case "arxiv": sketch.Relates(RelationTypes.Paper, Identifier.Arxiv(value)); break;
            case "doi": Doi(Identifier.Doi(value), sketch); break;
            case "dataset": TrainedOn(value, sketch); break;
            case "base_model": BaseModel(value, value.Split(':', 2), sketch); break;
            case "size_categories": sketch.Fact("size", value, "rows"); break;
            default: if (ThemePrefixes.Contains(prefix)) sketch.Theme(value); break;
        }
    }

    /// <summary>The hub registers DOIs of repositories under its own prefix; any other is a paper's.</summary>
    private static void Doi(string? doi, Sketch sketch)
    {
        if (doi is not null && doi.StartsWith("doi:10.57967/hf/", StringComparison.Ordinal)) sketch.Identifies(doi);
        else sketch.Relates(RelationTypes.Paper, doi);
    }

    private static void BaseModel(string whole, string[] parts, Sketch sketch)
    {
        if (parts.Length == 1)
        {
            BaseModel(whole, sketch);
            return;
        }
        BaseModel(parts[1], sketch);
        sketch.Fact("base_model.relation", parts[0]);
    }

    private static bool IsLanguage(string tag) => Codes.IsTwoLetterLanguage(tag);

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"^[\w.-]{1,96}(/[\w.-]{1,96})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RepositoryId();
}
