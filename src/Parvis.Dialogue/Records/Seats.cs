using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records;

/// <summary>How a participant stands in a conversation.</summary>
/// <param name="Number">Their number, from 0 in the order of first votes or statements; null before.</param>
/// <param name="IsBanned">Moderation took them out.</param>
/// <param name="IsInvited">They came with a code.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Seat(int? Number, bool IsBanned, bool IsInvited);

/// <summary>Who takes part in conversations.</summary>
internal sealed class Seats(Database database)
{
    private const string One = "SELECT seat AS Seat, pid AS Pid, is_banned AS IsBanned, invite_id AS InviteId FROM dialogue_participant WHERE conversation_id = @conversation AND seat = @seat";
    private const string Many = "SELECT seat AS Seat, pid AS Pid, is_banned AS IsBanned, invite_id AS InviteId FROM dialogue_participant WHERE conversation_id = @conversation AND seat IN @seats";
    private const string Next = "SELECT COALESCE(MAX(pid), -1) + 1 FROM dialogue_participant WHERE conversation_id = @conversation";
    private const string Insert = "INSERT INTO dialogue_participant (conversation_id, seat, pid, invite_id, is_banned, came_at) VALUES (@conversation, @seat, @pid, @invite, 0, @now) ON CONFLICT (conversation_id, seat) DO UPDATE SET pid = COALESCE(dialogue_participant.pid, excluded.pid), invite_id = COALESCE(dialogue_participant.invite_id, excluded.invite_id)";
    private const string Counts = "SELECT COUNT(pid) FROM dialogue_participant WHERE conversation_id = @conversation";

    /// <summary>How one participant stands; nobody known is one without a number.</summary>
    public async Task<Seat> ReadAsync(string conversation, string seat, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(One, new { conversation, seat }))?.ToSeat() ?? default;
    }

    /// <summary>How many people have a number.</summary>
    public async Task<int> CountAsync(string conversation, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<int>(Counts, new { conversation });
    }

    /// <summary>How those of <paramref name="seats"/> stand that are known.</summary>
    public static async Task<Dictionary<string, Seat>> ReadAsync(DbTransaction transaction, string conversation, IEnumerable<string> seats) =>
        (await transaction.Connection!.QueryAsync<Row>(Many, new { conversation, seats = new Ids(seats) }, transaction)).ToDictionary(row => row.Seat, row => row.ToSeat(), StringComparer.Ordinal);

    /// <summary>The number that the next new participant gets.</summary>
    public static Task<int> NextAsync(DbTransaction transaction, string conversation) => transaction.Connection!.ExecuteScalarAsync<int>(Next, new { conversation }, transaction);

    /// <summary>Enters a participant, or what is new of one: a number, an invitation.</summary>
    public static Task EnterAsync(DbTransaction transaction, string conversation, string seat, int? pid, string? invite, DateTimeOffset now) =>
        transaction.Connection!.ExecuteAsync(Insert, new { conversation, seat, pid, invite, now }, transaction);

    private sealed class Row
    {
        public string Seat { get; set; } = "";
        public int? Pid { get; set; }
        public int IsBanned { get; set; }
        public string? InviteId { get; set; }

        public Seat ToSeat() => new(Pid, IsBanned != 0, InviteId is not null);
    }
}
