using System.Globalization;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Identity;

/// <summary>How the making of a key ended.</summary>
public abstract record KeyOutcome
{
    private KeyOutcome()
    {
    }

    /// <summary>The key was made; <paramref name="Token"/> is the only copy of <c>pvk_{id}_{secret}</c>.</summary>
    public sealed record Created(ApiKey Key, string Token) : KeyOutcome;

    /// <summary>The owner's role does not have these permissions, or no scope was asked for.</summary>
    public sealed record ScopesExceedRole(IReadOnlyList<string> Scopes) : KeyOutcome;

    /// <summary>The key would last less than a day or more than a year.</summary>
    public sealed record LifetimeOutOfRange : KeyOutcome;

    /// <summary>There is no enabled person with that identifier.</summary>
    public sealed record OwnerUnknown : KeyOutcome;
}

/// <summary>The keys of this node.</summary>
public sealed class ApiKeys
{
    /// <summary>What every key begins with, so that secret scanners can find one that leaked.</summary>
    public const string Prefix = "pvk_";

    private const int LongestName = 120;
    private const string Columns = "id, person, name, scopes, created_at, expires_at, last_used_on, revoked_at";
    private const string Insert = "INSERT INTO identity_key (id, person, name, sha256, scopes, created_at, expires_at) VALUES (@id, @person, @name, @sha256, @scopes, @created, @expires)";
    private const string All = $"SELECT {Columns} FROM identity_key ORDER BY created_at DESC, id";
    private const string OfPerson = $"SELECT {Columns} FROM identity_key WHERE person = @person ORDER BY created_at DESC, id";
    private const string Valid = $"SELECT {Columns} FROM identity_key WHERE id = @id AND revoked_at IS NULL AND expires_at > @now";
    private const string Sha256 = "SELECT sha256 FROM identity_key WHERE id = @id";
    private const string Used = "UPDATE identity_key SET last_used_on = @today WHERE id = @id";
    private const string Revoke = "UPDATE identity_key SET revoked_at = @now WHERE id = @id AND (@person IS NULL OR person = @person) AND revoked_at IS NULL";

    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly PersonCache _people;
    private readonly PermissionTable _permissions;

    internal ApiKeys(Database database, TimeProvider time, PersonCache people, PermissionTable permissions) =>
        (_database, _time, _people, _permissions) = (database, time, people, permissions);

    /// <summary>Makes a key for a person.</summary>
    /// <param name="person">Identifier of its owner.</param>
    /// <param name="name">What its owner calls it; cut at 120 characters.</param>
    /// <param name="scopes">Names of permissions the owner's role has; at least one.</param>
    /// <param name="lifetime">From one day to 366 days.</param>
    /// <param name="cancel">Stops the work; nothing is kept.</param>
    public async Task<KeyOutcome> CreateAsync(string person, string name, IReadOnlyCollection<string> scopes, TimeSpan lifetime, CancellationToken cancel)
    {
        if (lifetime < Shortest || lifetime > Longest) return new KeyOutcome.LifetimeOutOfRange();
        if (await _people.EnabledAsync(person, cancel) is not { } owner) return new KeyOutcome.OwnerUnknown();
        var beyond = scopes.Except(_permissions.Of(owner.Role), StringComparer.Ordinal).ToList();
        if (beyond.Count > 0 || scopes.Count == 0) return new KeyOutcome.ScopesExceedRole(beyond);
        var (key, secret) = (NewKey(person, name, scopes, lifetime), Secret.New());
        await _database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(Insert, new
        {
            id = key.Id,
            person = key.Person,
            name = key.Name,
            sha256 = Secret.Digest(secret),
            scopes = key.Scopes,
            created = key.CreatedAt,
            expires = key.ExpiresAt,
        }, transaction), cancel);
        return new KeyOutcome.Created(key, $"{Prefix}{key.Id}_{secret}");
    }

    /// <summary>All keys, newest first, or those of one person.</summary>
    /// <param name="person">Identifier of the owner, or null for everybody's.</param>
    /// <param name="cancel">Stops the reading.</param>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string? person, CancellationToken cancel)
    {
        await using var connection = await _database.OpenAsync(cancel);
        return (await connection.QueryAsync<ApiKey>(new CommandDefinition(person is null ? All : OfPerson, new { person }, cancellationToken: cancel))).AsList();
    }

    /// <summary>Makes a key open nothing any more.</summary>
    /// <param name="id">The key.</param>
    /// <param name="person">Its owner, or null to revoke anybody's.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>False when there is no such key to revoke.</returns>
    public async Task<bool> RevokeAsync(string id, string? person, CancellationToken cancel) =>
        await _database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(Revoke, new { id, person, now = _time.GetUtcNow() }, transaction), cancel) == 1;

    /// <summary>What <paramref name="token"/> may do now: its scopes as far as its owner's role still reaches.</summary>
    /// <returns>The key, its owner and the permissions, or null when it is forged, expired, revoked or its owner disabled.</returns>
    internal async Task<(ApiKey Key, Person Owner, IReadOnlyList<string> Permissions)?> OpenAsync(string token, CancellationToken cancel)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Split('_', 3) is not [_, var id, var secret]) return null;
        if (await ValidAsync(id, secret, cancel) is not { } key || await _people.EnabledAsync(key.Person, cancel) is not { } owner) return null;
        await RememberUseAsync(key, cancel);
        return (key, owner, [.. key.ScopeList.Intersect(_permissions.Of(owner.Role), StringComparer.Ordinal)]);
    }

    private async Task<ApiKey?> ValidAsync(string id, string secret, CancellationToken cancel)
    {
        await using var connection = await _database.OpenAsync(cancel);
        var digest = await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(Sha256, new { id }, cancellationToken: cancel));
        if (digest is null || !Secret.Matches(secret, digest)) return null;
        return await connection.QuerySingleOrDefaultAsync<ApiKey>(new CommandDefinition(Valid, new { id, now = _time.GetUtcNow() }, cancellationToken: cancel));
    }

    private async Task RememberUseAsync(ApiKey key, CancellationToken cancel)
    {
        var today = _time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (key.LastUsedOn == today) return;
        await _database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(Used, new { id = key.Id, today }, transaction), cancel);
    }

    private ApiKey NewKey(string person, string name, IReadOnlyCollection<string> scopes, TimeSpan lifetime) => new()
    {
        Id = Secret.NewId(),
        Person = person,
        Name = name.Trim() is { Length: <= LongestName } shortName ? shortName : name.Trim()[..LongestName],
        Scopes = string.Join(' ', scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
        CreatedAt = _time.GetUtcNow(),
        ExpiresAt = _time.GetUtcNow() + lifetime,
    };
}
