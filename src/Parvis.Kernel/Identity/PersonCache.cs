using System.Collections.Concurrent;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Identity;

/// <summary>People as they were at most half a minute ago, so that each request can ask whether its session still holds.</summary>
/// <remarks>A change made in this process is seen at once; one made by another process within <see cref="Freshness"/>.</remarks>
internal sealed class PersonCache(Database database, TimeProvider time)
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (Person Person, DateTimeOffset ReadAt)> _seen = new(StringComparer.Ordinal);

    /// <summary>The enabled person with this id, or null.</summary>
    public async Task<Person?> EnabledAsync(string id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (!_seen.TryGetValue(id, out var entry) || now - entry.ReadAt >= Freshness)
        {
            await using var connection = await database.OpenAsync(cancel);
            var person = await connection.QuerySingleOrDefaultAsync<Person>(new CommandDefinition(PeopleSql.ById, new { id }, cancellationToken: cancel));
            if (person is null) return null;
            _seen[id] = entry = (person, now);
        }
        return entry.Person.DisabledAt is null ? entry.Person : null;
    }

    /// <summary>Forgets a person who was changed.</summary>
    public void Forget(string id) => _seen.TryRemove(id, out _);
}
