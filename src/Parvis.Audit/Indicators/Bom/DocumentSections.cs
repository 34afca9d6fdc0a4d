using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parvis.Audit.Records;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>Where documents of an artefact speak of something: their headings are read, their text is for people. A heading is no proof that something useful stands under it.</summary>
/// <param name="files">The files, most trusted first.</param>
internal sealed partial class DocumentSections(IReadOnlyList<FileReport> files)
{
    public Stated? Uses => Find(UseHeading());

    public Stated? Limitations => Find(LimitationHeading());

    public Stated? Risks => Find(RiskHeading());

    public Stated? Training => Find(TrainingHeading());

    public Stated? Energy => Find(EnergyHeading());

    public Stated? Provenance => Find(ProvenanceHeading());

    public Stated? PersonalData => Find(PersonalHeading());

    /// <summary>The heading with its file, as a place to look at: <c>README.md: Limitations</c>.</summary>
    public static string Place(Stated section) => $"{section.Path}: {section.Words}";

    private Stated? Find(Regex heading) =>
        (from file in files
         from one in file.Facts[FactNames.Headings] as JsonArray ?? []
         let words = PlainWords.Of(one)
         where heading.IsMatch(words)
         select new Stated(words, PlainWords.Of(file.Path))).FirstOrDefault();

    private const RegexOptions Form = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(intended|direct|downstream)?\s*(uses?|usage)\b|utilisation", Form, 1000)]
    private static partial Regex UseHeading();

    [GeneratedRegex(@"limitation|out.of.scope|limites", Form, 1000)]
    private static partial Regex LimitationHeading();

    [GeneratedRegex(@"\b(bias|biases|risks?|ethic|ethical|safety|harms?|fairness|biais|risques?)\b", Form, 1000)]
    private static partial Regex RiskHeading();

    [GeneratedRegex(@"\b(training|fine-?tuning|entraînement)\b", Form, 1000)]
    private static partial Regex TrainingHeading();

    [GeneratedRegex(@"environment|carbon|energy|énergie|carbone", Form, 1000)]
    private static partial Regex EnergyHeading();

    [GeneratedRegex(@"source data|provenance|collection|curation|data source", Form, 1000)]
    private static partial Regex ProvenanceHeading();

    [GeneratedRegex(@"personal|sensitive|privacy|\bpii\b|données personnelles", Form, 1000)]
    private static partial Regex PersonalHeading();
}
