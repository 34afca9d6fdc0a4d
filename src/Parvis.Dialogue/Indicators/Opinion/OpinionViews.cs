namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Two more ways to read the same votes, which do not ask for groups.</summary>
/// <param name="Bridging">Statements by how well they are received beyond the camps.</param>
/// <param name="Pairwise">Statements by how they fare against one another.</param>
internal sealed record OpinionViews(IReadOnlyList<BridgingScore> Bridging, IReadOnlyList<PairwiseScore> Pairwise);
