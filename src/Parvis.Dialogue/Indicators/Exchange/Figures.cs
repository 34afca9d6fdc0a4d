using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records.Exchange;

namespace Parvis.Dialogue.Indicators.Exchange;

/// <summary>What an export says of a result.</summary>
internal static class Figures
{
    public static PublishedFigures Of(OpinionResult result) => new()
    {
        Groups = result.GroupOf(),
        GroupInformedConsensus = result.GroupInformedConsensus,
        GroupCount = result.Groups.Count,
        Voters = result.Participants.Length,
        VotedStatements = result.Statements.Length,
    };
}
