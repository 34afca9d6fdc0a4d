using System.Net;

namespace Parvis.Dialogue.Records;

/// <summary>What a participant does that is counted.</summary>
internal enum Participation
{
    /// <summary>Asking for a token, or trying an invitation.</summary>
    Come,

    Vote,

    Write,
}

/// <summary>How often may be taken part: by each participant, and by each network.</summary>
internal sealed record ParticipationAllowance
{
    /// <summary>Votes of a participant in a minute: more than anybody reads.</summary>
    public int VotesAMinute { get; init; } = 60;

    /// <summary>Votes from a network in a minute: a school votes from one.</summary>
    public int NetworkVotesAMinute { get; init; } = 1200;

    /// <summary>Statements of a participant in an hour.</summary>
    public int StatementsAnHour { get; init; } = 12;

    /// <summary>Statements from a network in an hour.</summary>
    public int NetworkStatementsAnHour { get; init; } = 300;

    /// <summary>New participants from a network in an hour.</summary>
    public int NetworkParticipantsAnHour { get; init; } = 600;
}

/// <summary>Holds participants and networks to what is allowed.</summary>
internal sealed class ParticipationLimits(ParticipationAllowance allowance, NetworkMarks networks, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly WindowCounter _votes = new(allowance.VotesAMinute, Minute, time);
    private readonly WindowCounter _networkVotes = new(allowance.NetworkVotesAMinute, Minute, time);
    private readonly WindowCounter _statements = new(allowance.StatementsAnHour, Hour, time);
    private readonly WindowCounter _networkStatements = new(allowance.NetworkStatementsAnHour, Hour, time);
    private readonly WindowCounter _comers = new(allowance.NetworkParticipantsAnHour, Hour, time);

    /// <summary>Counts what somebody does.</summary>
    /// <param name="what">What.</param>
    /// <param name="seat">Who; empty for somebody who has no token yet.</param>
    /// <param name="from">From where; only a hash of the network, which lasts a day, is looked at.</param>
    /// <returns>Null when it is allowed; else how long to wait.</returns>
    public TimeSpan? Take(Participation what, string seat, IPAddress? from) => what switch
    {
        Participation.Come => _comers.Take(networks.Of(from)),
        Participation.Write => _statements.Take(seat) ?? _networkStatements.Take(networks.Of(from)),
        _ => _votes.Take(seat) ?? _networkVotes.Take(networks.Of(from)),
    };
}
