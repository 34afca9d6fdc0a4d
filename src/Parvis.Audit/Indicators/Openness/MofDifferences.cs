using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>Where the Model Openness Tool decides otherwise than the framework's rules, and why.</summary>
internal static class MofDifferences
{
    public static IEnumerable<Difference> Of(MofRelease release)
    {
        foreach (var name in release.Components.Select(entry => entry.Name).Where(name => MofComponent.Find(name) is null).Distinct(StringComparer.Ordinal))
            yield return new("unknown-component", ("component", name), ("taken", MofComponent.Architecture.Name));
        foreach (var twice in release.Components.GroupBy(entry => entry.Name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
            yield return new("repeated-component", ("component", twice.Key));
        foreach (var entry in release.Components)
            if (MofComponent.Find(entry.Name) is { } component && release.LicenceOf(entry, component) is { } words && OfLicence(component, words) is { } difference) yield return difference;

        var (tool, rules) = (ModelOpennessFramework.EvaluateAsTool(release), MofEvaluation.Of(Rules(release)));
        if (tool.Class != rules.Class) yield return new("class", ("tool", Class(tool.Class)), ("rules", Class(rules.Class)));
    }

    private static Difference? OfLicence(MofComponent component, string words)
    {
        var terms = LicenceTerms.Of(words);
        var open = terms.Standing == LicenceStanding.Open;
        (string, string) what = ("component", component.Name), said = ("words", words), licence = ("licence", terms.Id);
        if (terms.Standing == LicenceStanding.None) return new("not-a-licence", what, said);
        if (open && !MofLicences.IsOpenToTool(words)) return MofLicences.IsOpenToTool(terms.Id) ? new("words", what, said, licence) : new("open-licence", what, licence);
        if (!open && MofLicences.IsOpenToTool(words)) return new("not-judged-open", what, licence);
        if (open && MofLicences.Suits(terms, component) && !MofLicences.SuitsToTool(words, component)) return new("suits", what, licence, ("type", component.Type));
        return null;
    }

    private static Func<MofComponent, MofStanding> Rules(MofRelease release)
    {
        var facts = new OpennessFacts(release.Name, release.Claims("", new string('0', 64)));
        return component => ModelOpennessFramework.StandingOf(facts.Of(component.Criterion));
    }

    private static string Class(int @class) => @class switch { 1 => "I", 2 => "II", 3 => "III", _ => "–" };
}
