using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>
/// What everybody may know of the same votes read in two more ways, which ask for no groups. It has the statements of the result, and no others; of one with fewer than <see cref="FewestVotes"/> votes it has no figures,
/// since they would say where those few people stand. The same votes and decisions give the same bytes.
/// </summary>
internal sealed record PublicViews
{
    public required string Conversation { get; init; }

    /// <summary>The version of the mathematics.</summary>
    public required string Algorithm { get; init; }

    /// <summary>How the result was computed; the seed decides chance here, too.</summary>
    public required ResultSettings Settings { get; init; }

    /// <summary>SHA-256 of everything it follows from: that of the result.</summary>
    public required string InputDigest { get; init; }

    /// <summary>Votes counted, changes of a vote among them.</summary>
    public required long VotesCast { get; init; }

    /// <summary>Decisions of moderation taken into account.</summary>
    public required int Decisions { get; init; }

    /// <summary>People who voted and count.</summary>
    public required int Participants { get; init; }

    /// <summary>Votes below which a statement has no figures.</summary>
    public required int FewestVotes { get; init; }

    /// <summary>How bridging was computed.</summary>
    public required BridgingBounds Bridging { get; init; }

    /// <summary>How strength in pairs was computed.</summary>
    public required PairwiseBounds Pairwise { get; init; }

    /// <summary>Statements of opinion that the result shows, by number.</summary>
    public required IReadOnlyList<StatementViews> Statements { get; init; }

    /// <summary>The same without accounts that vote as one; null when none were found.</summary>
    public PublicViews? WithoutCoordinated { get; init; }

    /// <summary>Reads a state's votes for whoever reads its result.</summary>
    /// <param name="state">The state that the result was computed from.</param>
    /// <param name="result">The result.</param>
    public static PublicViews Of(OpinionState state, PublicResult result)
    {
        var whole = Of(state.View(), PairwiseStrength.IsDrawn(state.Votes), result);
        return result.WithoutCoordinated is { } without
            ? whole with { WithoutCoordinated = Of(state.View(state.Coordinated().SelectMany(bloc => bloc.Participants).ToHashSet()), PairwiseStrength.IsDrawn(state.Votes), without) }
            : whole;
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, PublicResult.Json);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static PublicViews Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<PublicViews>(bytes, PublicResult.Json)!;

    private static PublicViews Of(OpinionViews views, bool isDrawn, PublicResult result)
    {
        var (bridging, pairwise) = (views.Bridging.ToDictionary(score => score.Statement), views.Pairwise.ToDictionary(score => score.Statement));
        return new PublicViews
        {
            Conversation = result.Conversation,
            Algorithm = result.Algorithm,
            Settings = result.Settings,
            InputDigest = result.InputDigest,
            VotesCast = result.VotesCast,
            Decisions = result.Decisions,
            Participants = result.Participants,
            FewestVotes = PublicResult.FewestPeople,
            Bridging = new(BridgingRank.InterceptPenalty, BridgingRank.FactorPenalty, BridgingRank.MostTurns, BridgingRank.AtRest),
            Pairwise = new(isDrawn ? "drawn" : "counted", PairwiseStrength.Prior, PairwiseStrength.MostSteps, PairwiseStrength.AtRest),
            Statements = [.. result.Statements.Where(statement => !statement.IsMeta).Select(statement => Of(statement, bridging.GetValueOrDefault(statement.Statement), pairwise.GetValueOrDefault(statement.Statement)))],
        };
    }

    private static StatementViews Of(ResultStatement statement, BridgingScore? bridging, PairwiseScore? pairwise)
    {
        var votes = statement.Votes.Agrees + statement.Votes.Disagrees + statement.Votes.Passes;
        return votes < PublicResult.FewestPeople || bridging is null || pairwise is null
            ? new(statement.Statement, votes, null, null)
            : new(statement.Statement, votes, new(bridging.Intercept, bridging.Factor), new(pairwise.Strength, pairwise.WinShare, pairwise.Comparisons));
    }
}

/// <summary>How bridging was computed.</summary>
/// <param name="InterceptPenalty">λᵢ, for each vote.</param>
/// <param name="FactorPenalty">λ_f, for each vote.</param>
/// <param name="MostTurns">Turns after which it ends.</param>
/// <param name="AtRest">It ends before, once no statement moved by more than this.</param>
internal sealed record BridgingBounds(double InterceptPenalty, double FactorPenalty, int MostTurns, double AtRest);

/// <summary>How strength in pairs was computed.</summary>
/// <param name="Pairs"><c>counted</c>: all of them; <c>drawn</c>: some of each person's, by the seed, where there are too many statements.</param>
/// <param name="Prior">Drawn meetings of each statement with one of mean strength.</param>
/// <param name="MostSteps">Steps after which it ends.</param>
/// <param name="AtRest">It ends before, once no strength moved by more than this.</param>
internal sealed record PairwiseBounds(string Pairs, double Prior, int MostSteps, double AtRest);

/// <summary>A statement read in two more ways.</summary>
/// <param name="Votes">Votes on it.</param>
/// <param name="Bridging">Null where it has too few votes.</param>
/// <param name="Pairwise">Null where it has too few votes.</param>
internal sealed record StatementViews(int Statement, int Votes, StatementBridging? Bridging, StatementPairwise? Pairwise);

/// <summary>How well a statement is received beyond the camps.</summary>
/// <param name="Intercept">What remains of its agreement once the camp is taken off: higher bridges more.</param>
/// <param name="Factor">Which camp it pleases: near 0 neither.</param>
internal sealed record StatementBridging(double Intercept, double Factor);

/// <summary>How a statement fares against the others.</summary>
/// <param name="Strength">Of mean 1 over all that have votes: a meets b and wins with chance a / (a + b).</param>
/// <param name="WinShare">(wins + 1) / (comparisons + 2).</param>
/// <param name="Comparisons">How often somebody voted on it and on another.</param>
internal sealed record StatementPairwise(double Strength, double WinShare, long Comparisons);
