using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Parvis.Audit.Records.Openness;

/// <summary>What the files of an audited repository show of how open it is. What is not found is not claimed: it may be elsewhere.</summary>
internal static partial class RepositoryClaims
{
    private const string Who = "parvis";

    private static readonly (Criterion Criterion, Regex Path)[] ByPath =
    [
        (Criteria.ArchitectureCode, ArchitectureCode()),
        (Criteria.TrainingCode, TrainingCode()),
        (Criteria.PreprocessingCode, PreprocessingCode()),
        (Criteria.EvaluationCode, EvaluationCode()),
        (Criteria.InferenceCode, InferenceCode()),
        (Criteria.DataCard, DataCard()),
        (Criteria.EvaluationResults, EvaluationResults()),
        (Criteria.SampleOutputs, SampleOutputs()),
        (Criteria.ModelMetadata, ModelMetadata()),
    ];

    /// <summary>The claims of a repository.</summary>
    /// <param name="subject">Its name.</param>
    /// <param name="files">Reports of its files, members of containers too.</param>
    public static OpennessFacts Of(string subject, IReadOnlyList<FileReport> files)
    {
        var own = files.Where(file => !file.Path.Contains('!', StringComparison.Ordinal)).OrderBy(file => file.Path, StringComparer.Ordinal).ToArray();
        var whole = own.Where(file => LicenceFile().IsMatch(file.Path)).Concat(own.Where(IsCard)).FirstOrDefault(file => Licence(file) is not null);
        return new(subject, own.SelectMany(file => Claims(subject, file, whole)).GroupBy(claim => claim.Criterion).Select(claims => claims.First()));
    }

    private static IEnumerable<Claim> Claims(string subject, FileReport file, FileReport? whole)
    {
        // A file's own words about its licence bind before those about the whole.
        var licence = Licence(file) ?? (whole is null ? null : Licence(whole));
        Claim Found(Criterion criterion, string words) =>
            Claim.Provided(subject, criterion, licence, new Grounds(file.Path, file.Sha256, licence is null ? words : $"{words}; {licence}"), ClaimMethod.Measured, Who);

        if (file.Tensors.Count > 0 || file.Facts.ContainsKey(FactNames.Parameters))
            yield return Found(Checkpoint().IsMatch(file.Path) ? Criteria.IntermediateParameters : Criteria.FinalParameters, file.Format);
        if (file.Facts.ContainsKey(FactNames.Rows)) yield return Found(Criteria.Datasets, file.Format);
        foreach (var (criterion, path) in ByPath)
            if (path.IsMatch(file.Path)) yield return Found(criterion, file.Path);
        if (file == whole && licence is not null)
            yield return Claim.Provided(subject, Criteria.Licensing, licence, new Grounds(file.Path, file.Sha256, licence), ClaimMethod.Measured, Who);
        if (file.Format == "dataset-card") yield return Found(Criteria.DataCard, file.Path);
        else if (IsCard(file)) yield return Found(Criteria.ModelCard, file.Path);
        foreach (var (criterion, named) in (IEnumerable<(Criterion, string)>)[(Criteria.DataInformation, Words(file.Facts[FactNames.DataSets])), (Criteria.ResearchPaper, Papers(file)), (Criteria.EvaluationResults, Words((file.Facts[FactNames.Card] as JsonObject)?["model-index"]))])
        {
            // The file names it; whether it is open, or enough, stands elsewhere.
            if (named.Length > 0) yield return new Claim(subject, criterion, Degree.Partial, new Grounds(file.Path, file.Sha256, named), ClaimMethod.DocumentRead, Who) { Present = true };
        }
    }

    private static bool IsCard(FileReport file) => file.Format == "model-card" || Card().IsMatch(file.Path);

    private static string? Licence(FileReport file) => Words(file.Facts[FactNames.LicenceId]) is { Length: > 0 } id ? id : Words(file.Facts[FactNames.Licence]) is { Length: > 0 } words ? words : null;

    /// <summary>Papers are tags of a card: <c>arxiv:2401.04088</c>.</summary>
    private static string Papers(FileReport file) =>
        string.Join(", ", (file.Facts[FactNames.Tags] as JsonArray ?? []).Select(Words).Where(tag => tag.StartsWith("arxiv:", StringComparison.OrdinalIgnoreCase)));

    private static string Words(JsonNode? node) => node switch
    {
        JsonArray list => string.Join(", ", list.Select(Words)),
        JsonValue value => value.TryGetValue<string>(out var text) ? text : value.TryGetValue<long>(out var number) ? number.ToString(CultureInfo.InvariantCulture) : value.ToJsonString(),
        JsonObject => node.ToJsonString(),
        _ => "",
    };

    private const RegexOptions Form = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"^(LICEN[CS]E|COPYING)[^/]*$", Form, 1000)]
    private static partial Regex LicenceFile();

    [GeneratedRegex(@"^(README|MODEL_?CARD)(\.md|\.markdown)?$", Form, 1000)]
    private static partial Regex Card();

    [GeneratedRegex(@"(^|/)(checkpoints?|steps?|global_step|epoch)[-_]?\d+/", Form, 1000)]
    private static partial Regex Checkpoint();

    [GeneratedRegex(@"(^|/)(modeling|modelling|configuration|model_arch|architecture)[^/]*\.py$", Form, 1000)]
    private static partial Regex ArchitectureCode();

    [GeneratedRegex(@"(^|/)((pre|fine)?-?_?(train|tune|pretrain|finetune)(ing|er)?([-_][^/]*)?\.(py|sh|ipynb)|train(ing)?/.*\.(py|sh))$", Form, 1000)]
    private static partial Regex TrainingCode();

    [GeneratedRegex(@"(^|/)((pre-?process|prepare|tokeni[sz]e|clean|dedup|filter)[^/]*\.(py|sh|ipynb)|(pre-?processing|data_?prep)/.*\.(py|sh))$", Form, 1000)]
    private static partial Regex PreprocessingCode();

    [GeneratedRegex(@"(^|/)(eval(uate|uation)?([-_][^/]*)?\.(py|sh|ipynb)|eval(uation)?s?/.*\.(py|sh))$", Form, 1000)]
    private static partial Regex EvaluationCode();

    [GeneratedRegex(@"(^|/)(inference|generate|generation|predict|demo|serve|infer|handler|run_model)([-_][^/]*)?\.(py|sh|ipynb|cpp|rs)$", Form, 1000)]
    private static partial Regex InferenceCode();

    [GeneratedRegex(@"(^|/)(data_?-?(set)?_?-?(card|sheet)|datasheet|data_?statement)[^/]*\.(md|txt|pdf|html)$", Form, 1000)]
    private static partial Regex DataCard();

    [GeneratedRegex(@"(^|/)(eval(uation)?[-_]?results?|all_results|benchmark[-_]?results?|results)[^/]*\.(json|jsonl|csv|md|tsv)$", Form, 1000)]
    private static partial Regex EvaluationResults();

    [GeneratedRegex(@"(^|/)(sample[-_]?outputs?|samples|examples?[-_]outputs?)[^/]*\.(json|jsonl|txt|md|csv)$", Form, 1000)]
    private static partial Regex SampleOutputs();

    [GeneratedRegex(@"(^|/)(training_args\.bin|optimizer\.pt|trainer_state\.json|scheduler\.pt|training_config[^/]*\.(json|ya?ml))$", Form, 1000)]
    private static partial Regex ModelMetadata();
}
