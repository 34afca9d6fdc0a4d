using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>
/// A conversation as its mathematics sees it. It takes votes one after the other; how they were batched, and whether it was written and read again between them, changes no result by a bit.
/// </summary>
/// <param name="settings">How results are computed.</param>
/// <param name="caps">How many participants and statements are taken.</param>
internal sealed class OpinionState(OpinionSettings settings, MatrixCaps caps)
{
    private readonly SortedSet<int> _banned = [];
    private readonly ModerationSets _moderation = new();
    private OpinionMemory? _memory;

    public OpinionSettings Settings => settings;

    /// <summary>All votes.</summary>
    public VoteMatrix Votes { get; private init; } = new(caps);

    /// <summary>What moderation decided.</summary>
    public ModerationSets Moderation => _moderation;

    /// <summary>Participants that are banned.</summary>
    public IReadOnlySet<int> Banned => _banned;

    /// <summary>Takes votes in the order in which they were cast.</summary>
    public void Cast(ReadOnlySpan<VoteCast> votes)
    {
        foreach (var vote in votes)
        {
            if (Votes.Cast(vote) && settings.KeepsEvery > 0 && Votes.CastCount % settings.KeepsEvery == 0) _memory = Compute().Memory;
        }
    }

    /// <summary>Takes last votes whose order is not known.</summary>
    public void CastUnordered(IEnumerable<VoteCast> votes) => Votes.CastUnordered(votes);

    /// <summary>Takes what moderation decided of statements, in that order.</summary>
    public void Moderate(params ReadOnlySpan<StatementStatus> decisions) => _moderation.With(decisions.ToArray());

    /// <summary>Bans a participant, or lifts the ban.</summary>
    public void Ban(int participant, bool isBanned = true)
    {
        if (isBanned) _banned.Add(participant);
        else _banned.Remove(participant);
    }

    /// <summary>What the votes mean now.</summary>
    /// <param name="without">Participants to leave out beside those banned, to show results with and without them.</param>
    public OpinionResult Compute(IReadOnlySet<int>? without = null)
    {
        var excluded = Excluded(without);
        return OpinionAnalysis.Of(Electorate(excluded), settings, _memory, Digest(excluded));
    }

    /// <summary>The same votes read in two more ways.</summary>
    /// <inheritdoc cref="Compute"/>
    public OpinionViews View(IReadOnlySet<int>? without = null)
    {
        var electorate = Electorate(Excluded(without));
        return new(BridgingRank.Of(electorate, settings.Seed), PairwiseStrength.Of(electorate, settings.Seed));
    }

    /// <summary>Accounts that vote as one, each set of them.</summary>
    public IReadOnlyList<CoordinatedBloc> Coordinated() => CoordinatedVoting.Find(new Electorate(Votes, _moderation, Excluded(without: null)));

    private SortedSet<int> Excluded(IReadOnlySet<int>? without)
    {
        var excluded = new SortedSet<int>(without ?? new SortedSet<int>());
        if (settings.HonoursBans) excluded.UnionWith(_banned);
        return excluded;
    }

    private Electorate Electorate(SortedSet<int> excluded) => new(Votes, _moderation, excluded, settings.Mode == GroupingMode.Stable ? settings.Seed : null);

    private string Digest(SortedSet<int> excluded)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(ToBytes());
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join(',', excluded.Select(participant => participant.ToString(CultureInfo.InvariantCulture)))));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Everything, so that it can be read again.</summary>
    public byte[] ToBytes() => OpinionStateFormat.Write(this, caps, _memory);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are not such, or of another version.</exception>
    public static OpinionState Read(ReadOnlySpan<byte> bytes) => OpinionStateFormat.Read(bytes);

    /// <summary>A state put together from its parts.</summary>
    public static OpinionState Of(OpinionSettings settings, VoteMatrix votes, IEnumerable<StatementStatus> moderation, IEnumerable<int> banned, OpinionMemory? memory)
    {
        var state = new OpinionState(settings, votes.Caps) { Votes = votes, _memory = memory };
        state._moderation.With(moderation);
        state._banned.UnionWith(banned);
        return state;
    }
}
