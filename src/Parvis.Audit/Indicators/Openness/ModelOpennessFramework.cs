using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>Model Openness Framework 1.0 (White et al., 2024): three classes by which of 17 components are there under an open licence.</summary>
internal static class ModelOpennessFramework
{
    public const string Id = "mof";

    private const string Version = "1.0";
    private static readonly string[] ClassNames = ["none", "i", "ii", "iii"];

    /// <summary>How the Model Openness Tool takes each component of a model file, and its words of the licence.</summary>
    /// <remarks>It takes a name it does not know for the first component, and the last of two entries for one component.</remarks>
    public static IReadOnlyDictionary<MofComponent, (MofStanding Standing, string? Licence)> AsTool(MofRelease release)
    {
        var standings = new Dictionary<MofComponent, (MofStanding, string?)>();
        foreach (var entry in release.Components)
        {
            var component = MofComponent.Find(entry.Name) ?? MofComponent.Architecture;
            var licence = release.LicenceOf(entry, component);
            standings[component] = (licence is null ? MofStanding.Unlicensed : MofLicences.IsOpenToTool(licence) ? MofStanding.Open : MofStanding.NotOpen, licence);
        }
        return standings;
    }

    /// <summary>The class the tool gives.</summary>
    public static MofEvaluation EvaluateAsTool(MofRelease release)
    {
        var standings = AsTool(release);
        return MofEvaluation.Of(component => standings.GetValueOrDefault(component).Standing);
    }

    /// <summary>The tool's verdict over a model file.</summary>
    /// <param name="release">The model file.</param>
    /// <param name="facts">What it claims, and nothing else.</param>
    public static FrameworkVerdict Compatible(MofRelease release, OpennessFacts facts)
    {
        var standings = AsTool(release);
        var evaluation = MofEvaluation.Of(component => standings.GetValueOrDefault(component).Standing);
        return Verdict(FrameworkVerdict.Compatible, evaluation, component =>
        {
            var (standing, licence) = standings.GetValueOrDefault(component);
            var (met, reason) = standing switch
            {
                MofStanding.Open when !MofLicences.SuitsToTool(licence!, component) => (Met.Yes, new Reason("mof.wrong-type", ("licence", licence!), ("type", component.Type))),
                MofStanding.Open => (Met.Yes, new Reason("open", ("licence", licence!))),
                MofStanding.NotOpen => (Met.No, new Reason("not-open", ("licence", licence!))),
                MofStanding.Unlicensed => (Met.No, new Reason("unlicensed")),
                _ => (Met.No, new Reason("mof.missing")),
            };
            return (met, reason, facts.Of(component.Criterion));
        });
    }

    /// <summary>The verdict by the framework's rules, from all that is known: licences are read as people write them, and what nobody states is unknown.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="release">The model file it comes from, to list what the tool decides otherwise.</param>
    public static FrameworkVerdict Corrected(OpennessFacts facts, MofRelease? release = null)
    {
        var evaluation = MofEvaluation.Of(component => StandingOf(facts.Of(component.Criterion)));
        return Verdict(FrameworkVerdict.Corrected, evaluation, component => Judge(component, facts.Of(component.Criterion))) with
        {
            Differences = release is null ? [] : [.. MofDifferences.Of(release)],
        };
    }

    /// <summary>How a component stands by what is claimed of it.</summary>
    public static MofStanding StandingOf(Claim? claim) => claim switch
    {
        null or { Value: Degree.Closed or Degree.Unknown } => MofStanding.Missing,
        { Licence: null } => MofStanding.Unlicensed,
        _ => LicenceTerms.Of(claim.Licence).Standing switch
        {
            LicenceStanding.Open => MofStanding.Open,
            LicenceStanding.None => MofStanding.Unlicensed,
            _ => MofStanding.NotOpen,
        },
    };

    private static (Met, Reason, Claim?) Judge(MofComponent component, Claim? claim)
    {
        var (met, reason) = Terms.Judge(claim);
        var terms = LicenceTerms.Of(claim?.Licence);
        return met == Met.Yes && !MofLicences.Suits(terms, component)
            ? (met, new Reason("mof.wrong-type", ("licence", terms.Id), ("type", component.Type)), claim)
            : (met, reason, claim);
    }

    private static FrameworkVerdict Verdict(string mode, MofEvaluation evaluation, Func<MofComponent, (Met Met, Reason Reason, Claim? Claim)> judge)
    {
        var criteria = new List<CriterionVerdict>();
        var next = evaluation.Class switch { 0 => 3, 3 => 2, _ => 1 }; // the class that is reached next
        foreach (var component in MofComponent.All)
        {
            var (met, reason, claim) = judge(component);
            if (component == MofComponent.Report && evaluation.PaperForReport && met != Met.Yes)
            {
                (met, reason, claim) = judge(MofComponent.Paper);
                reason = new Reason(met == Met.Yes ? "mof.paper-for-report" : "mof.paper-not-open");
            }
            criteria.Add(new($"{Id}.{component.Criterion.Id}", met, reason, [component.Criterion], claim is null ? [] : [claim]) { Counts = component.Required && component.Class >= next });
        }
        return new(Id, Version, mode, $"{Id}.{ClassNames[evaluation.Class]}", criteria)
        {
            Progress = [.. Enumerable.Range(1, 3).Reverse().Select(at => (ClassNames[at], evaluation.Progress(at)))],
        };
    }
}
