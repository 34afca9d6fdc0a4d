using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>How one component stands.</summary>
internal enum MofStanding
{
    Missing,
    Unlicensed,
    NotOpen,
    Open,
}

/// <summary>A class of the Model Openness Framework 1.0, with what it rests on.</summary>
/// <param name="Class">1 (Open Science), 2 (Open Tooling), 3 (Open Model) or 0 (none).</param>
/// <param name="Included">What counts towards class III.</param>
/// <param name="Missing">What class III asks for and is not there.</param>
internal sealed record MofEvaluation(int Class, IReadOnlyList<MofComponent> Included, IReadOnlyList<MofComponent> Missing)
{
    private readonly double[] _progress = new double[4];

    /// <summary>How much of what a class (1, 2 or 3) asks for is there, per cent; 0 as long as the class below it is not met.</summary>
    public double Progress(int @class) => _progress[@class];

    /// <summary>Whether the research paper stands in for the technical report.</summary>
    public bool PaperForReport { get; private init; }

    /// <summary>Classifies. A class is met when all that it and the classes below it require is open; a research paper may stand in for the technical report.</summary>
    /// <param name="standing">How a component stands.</param>
    public static MofEvaluation Of(Func<MofComponent, MofStanding> standing)
    {
        var required = Enumerable.Range(1, 3).ToDictionary(at => at, at => RequiredBy(at).ToArray());
        var included = required.ToDictionary(pair => pair.Key, pair => pair.Value.Where(component => standing(component) == MofStanding.Open).ToList());
        var missing = required[3].Where(component => standing(component) == MofStanding.Missing).ToList();

        var paperForReport = standing(MofComponent.Report) != MofStanding.Open && standing(MofComponent.Paper) != MofStanding.Missing;
        if (paperForReport)
        {
            missing.Remove(MofComponent.Report);
            if (standing(MofComponent.Paper) == MofStanding.Open)
            {
                included[3].Add(MofComponent.Paper);
                included[2].Add(MofComponent.Paper);
            }
        }

        var evaluation = new MofEvaluation(0, included[3], missing) { PaperForReport = paperForReport };
        for (var at = 3; at >= 1; at--)
        {
            // The paper that stands in for the report is asked for by class I itself: there one less is asked for.
            var asked = required[at].Length - (at == 1 && !included[1].Contains(MofComponent.Report) && included[1].Contains(MofComponent.Paper) ? 1 : 0);
            evaluation._progress[at] = Math.Min(100, 100.0 * included[at].Count / asked);
            if (included[at].Count < asked) return evaluation;
            evaluation = evaluation with { Class = at };
        }
        return evaluation;
    }

    private static IEnumerable<MofComponent> RequiredBy(int @class) =>
        Enumerable.Range(@class, 4 - @class).Reverse().SelectMany(at => MofComponent.All.Where(component => component.Required && component.Class == at));
}
