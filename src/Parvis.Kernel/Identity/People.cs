using System.Data.Common;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Identity;

/// <summary>How a change to a person ended.</summary>
public enum PersonChange
{
    /// <summary>It was made.</summary>
    Done,

    /// <summary>There is nobody with that identifier.</summary>
    Unknown,

    /// <summary>It would have left the node without an enabled administrator.</summary>
    LastAdministrator,

    /// <summary>Somebody else has that e-mail address.</summary>
    EmailTaken,

    /// <summary>The text is not an e-mail address (RFC 5321 mailbox).</summary>
    NotAnEmail,
}

/// <summary>The people of this node: who they are, what they may do, and when their sessions end. There are no passwords.</summary>
public sealed class People
{
    private const int LongestName = 120;
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly PersonCache _cache;
    private readonly OneTimeLinks _links;

    internal People(Database database, TimeProvider time, PersonCache cache, OneTimeLinks links) =>
        (_database, _time, _cache, _links) = (database, time, cache, links);

    /// <summary>Everybody, in the order in which they came.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(CancellationToken cancel)
    {
        await using var connection = await _database.OpenAsync(cancel);
        return (await connection.QueryAsync<Person>(new CommandDefinition(PeopleSql.All, cancellationToken: cancel))).AsList();
    }

    /// <summary>The person with this identifier, disabled or not, or null.</summary>
    public Task<Person?> FindAsync(string id, CancellationToken cancel) => FirstAsync(PeopleSql.ById, new { id }, cancel);

    /// <summary>The person with this e-mail address in any spelling of case, disabled or not, or null.</summary>
    public async Task<Person?> FindByEmailAsync(string email, CancellationToken cancel) =>
        MailAddress.TryParse(email, out var address) ? await FirstAsync(PeopleSql.ByEmail, new { key = address.Key }, cancel) : null;

    /// <summary>The person that an account elsewhere stands for, disabled or not, or null.</summary>
    /// <param name="issuer">OpenID Connect issuer identifier (OpenID Connect Core 1.0 §2, <c>iss</c>).</param>
    /// <param name="subject">The issuer's identifier of the account (<c>sub</c>).</param>
    /// <param name="cancel">Stops the reading.</param>
    public Task<Person?> FindByExternalAsync(string issuer, string subject, CancellationToken cancel) =>
        FirstAsync(PeopleSql.ByExternal, new { issuer, subject }, cancel);

    /// <summary>Makes an account.</summary>
    /// <param name="name">What they are called; may be empty; cut at 120 characters.</param>
    /// <param name="email">Where links are sent, or null.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="cancel">Stops the work; nothing is kept.</param>
    /// <returns>The person, or null with the reason why not.</returns>
    public async Task<(Person? Person, PersonChange Outcome)> CreateAsync(string name, string? email, Role role, CancellationToken cancel)
    {
        MailAddress? address = null;
        if (!string.IsNullOrWhiteSpace(email))
        {
            if (!MailAddress.TryParse(email, out var parsed)) return (null, PersonChange.NotAnEmail);
            address = parsed;
        }
        var person = NewPerson(name, address, role);
        var made = await _database.WriteAsync(transaction => InsertAsync(transaction, person, address), cancel);
        return made ? (person, PersonChange.Done) : (null, PersonChange.EmailTaken);
    }

    /// <summary>Gives a person another role, from their next request on. The last administrator keeps theirs.</summary>
    public Task<PersonChange> ChangeRoleAsync(string id, Role role, CancellationToken cancel) => ChangeAsync(id, async (transaction, person) =>
    {
        if (role < Role.Administrator && await IsLastAdministratorAsync(transaction, person)) return PersonChange.LastAdministrator;
        await ExecuteAsync(transaction, PeopleSql.SetRole, new { id, role = role.ToString() });
        return PersonChange.Done;
    }, cancel);

    /// <summary>Ends a person's sessions, links and keys at once and lets no new ones begin. The last administrator cannot be disabled.</summary>
    public Task<PersonChange> DisableAsync(string id, CancellationToken cancel) => ChangeAsync(id, async (transaction, person) =>
    {
        if (await IsLastAdministratorAsync(transaction, person)) return PersonChange.LastAdministrator;
        await ExecuteAsync(transaction, PeopleSql.Disable, new { id, now = _time.GetUtcNow(), stamp = Secret.New() });
        await ExecuteAsync(transaction, PeopleSql.DropLinks, new { id });
        return PersonChange.Done;
    }, cancel);

    /// <summary>Lets a disabled person sign in again; their old sessions stay ended.</summary>
    public Task<PersonChange> EnableAsync(string id, CancellationToken cancel) => ChangeAsync(id, async (transaction, _) =>
    {
        await ExecuteAsync(transaction, PeopleSql.Enable, new { id });
        return PersonChange.Done;
    }, cancel);

    /// <summary>Ends all of a person's sessions, wherever they are signed in.</summary>
    public Task<PersonChange> EndSessionsAsync(string id, CancellationToken cancel) => ChangeAsync(id, async (transaction, _) =>
    {
        await ExecuteAsync(transaction, PeopleSql.EndSessions, new { id, stamp = Secret.New() });
        return PersonChange.Done;
    }, cancel);

    /// <summary>Changes what a person is called.</summary>
    public Task<PersonChange> RenameAsync(string id, string name, CancellationToken cancel) => ChangeAsync(id, async (transaction, _) =>
    {
        await ExecuteAsync(transaction, PeopleSql.Rename, new { id, name = Shorten(name) });
        return PersonChange.Done;
    }, cancel);

    /// <summary>Changes where a person's links are sent. Only an administrator may: whoever holds the address holds the account.</summary>
    public Task<PersonChange> ChangeEmailAsync(string id, string email, CancellationToken cancel) => ChangeAsync(id, async (transaction, _) =>
    {
        if (!MailAddress.TryParse(email, out var address)) return PersonChange.NotAnEmail;
        if (await ExecuteAsync(transaction, PeopleSql.SetEmail, new { id, email = address.Address, key = address.Key }) == 0) return PersonChange.EmailTaken;
        await ExecuteAsync(transaction, PeopleSql.DropLinks, new { id });
        return PersonChange.Done;
    }, cancel);

    /// <summary>Makes an account elsewhere stand for this person, unless it already stands for somebody.</summary>
    public Task<PersonChange> LinkExternalAsync(string id, string issuer, string subject, CancellationToken cancel) => ChangeAsync(id, async (transaction, _) =>
    {
        await ExecuteAsync(transaction, PeopleSql.LinkExternal, new { id, issuer, subject });
        return PersonChange.Done;
    }, cancel);

    /// <summary>A fresh one-time path that signs in the first administrator, for the console of a node where no administrator has signed in yet. Earlier such paths stop working.</summary>
    /// <returns>A path such as <c>/sign-in/link?t=…</c>, valid 72 hours, or null when an administrator has signed in before.</returns>
    public async Task<string?> FirstAdministratorLinkAsync(CancellationToken cancel)
    {
        var person = await _database.WriteAsync(async transaction =>
        {
            var connection = transaction.Connection!;
            if (await connection.ExecuteScalarAsync<long>(PeopleSql.AdministratorsWhoSignedIn, transaction: transaction) > 0) return null;
            var awaited = await connection.QuerySingleOrDefaultAsync<Person>(PeopleSql.AwaitedAdministrator, transaction: transaction);
            if (awaited is not null) return awaited;
            var first = NewPerson("", null, Role.Administrator);
            await InsertAsync(transaction, first, null);
            return first;
        }, cancel);
        return person is null ? null : OneTimeLinks.Path(await _links.CreateAsync(person.Id, LinkPurpose.FirstAdministrator, cancel));
    }

    /// <summary>Remembers that a person signs in now.</summary>
    /// <returns>The person, or null when they are unknown or disabled and must not be signed in.</returns>
    internal async Task<Person?> SignInAsync(string id, CancellationToken cancel)
    {
        var signedIn = await _database.WriteAsync(transaction => ExecuteAsync(transaction, PeopleSql.SignedIn, new { id, now = _time.GetUtcNow() }), cancel);
        return signedIn == 1 ? await FindAsync(id, cancel) : null;
    }

    private Person NewPerson(string name, MailAddress? address, Role role) => new()
    {
        Id = Secret.NewId(),
        Name = Shorten(name),
        Email = address?.Address,
        Role = role,
        Stamp = Secret.New(),
        CreatedAt = Instant.AsWritten(_time.GetUtcNow()),
    };

    private static async Task<bool> InsertAsync(DbTransaction transaction, Person person, MailAddress? address) =>
        await ExecuteAsync(transaction, PeopleSql.Insert, new
        {
            id = person.Id,
            name = person.Name,
            email = person.Email,
            key = address?.Key,
            role = person.Role.ToString(),
            stamp = person.Stamp,
            now = person.CreatedAt,
        }) == 1;

    private static async Task<bool> IsLastAdministratorAsync(DbTransaction transaction, Person person) =>
        person is { Role: Role.Administrator, DisabledAt: null }
        && await transaction.Connection!.ExecuteScalarAsync<long>(PeopleSql.OtherAdministrators, new { id = person.Id }, transaction) == 0;

    private async Task<PersonChange> ChangeAsync(string id, Func<DbTransaction, Person, Task<PersonChange>> change, CancellationToken cancel)
    {
        var outcome = await _database.WriteAsync(async transaction =>
            await transaction.Connection!.QuerySingleOrDefaultAsync<Person>(PeopleSql.ById, new { id }, transaction) is { } person
                ? await change(transaction, person)
                : PersonChange.Unknown, cancel);
        _cache.Forget(id);
        return outcome;
    }

    private async Task<Person?> FirstAsync(string sql, object parameters, CancellationToken cancel)
    {
        await using var connection = await _database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<Person>(new CommandDefinition(sql, parameters, cancellationToken: cancel));
    }

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters) =>
        transaction.Connection!.ExecuteAsync(sql, parameters, transaction);

    private static string Shorten(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Length <= LongestName ? trimmed : trimmed[..LongestName];
    }
}
