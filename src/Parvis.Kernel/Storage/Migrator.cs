using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Parvis.Kernel.Storage;

/// <summary>Brings the database to the shape the program expects: numbered <c>.sql</c> files, one set for both databases.</summary>
/// <remarks>A file may use the tokens <c>{{blob}}</c>, <c>{{identity}}</c> and <c>{{json}}</c>; everything else is SQL that both databases read.</remarks>
public static class Migrator
{
    private const string Applied = "SELECT name, sha256 FROM kernel_migration";
    private const string Record = "INSERT INTO kernel_migration (name, sha256) VALUES (@name, @sha256)";
    private const string Table = "CREATE TABLE IF NOT EXISTS kernel_migration (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)";

    /// <summary>Applies every file of <paramref name="assemblies"/> that the database has not seen, in order of assembly and number, in one transaction.</summary>
    /// <returns>The names of the files applied.</returns>
    /// <exception cref="InvalidDataException">A file that was applied earlier has changed since.</exception>
    public static Task<IReadOnlyList<string>> MigrateAsync(Database database, IEnumerable<Assembly> assemblies, CancellationToken cancel) =>
        database.WriteAsync<IReadOnlyList<string>>(async transaction =>
        {
            var connection = transaction.Connection!;
            await connection.ExecuteAsync(Table, transaction: transaction);
            var known = (await connection.QueryAsync<(string Name, string Sha256)>(Applied, transaction: transaction)).ToDictionary(row => row.Name, row => row.Sha256, StringComparer.Ordinal);
            var applied = new List<string>();
            foreach (var (name, sql) in assemblies.SelectMany(Files))
            {
                var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
                if (known.TryGetValue(name, out var before))
                {
                    if (before != sha256) throw new InvalidDataException($"Migration {name} has changed since it was applied to this database; add a new file instead.");
                    continue;
                }
                await connection.ExecuteAsync(Translate(sql, database.Dialect), transaction: transaction);
                await connection.ExecuteAsync(Record, new { name, sha256 }, transaction);
                applied.Add(name);
            }
            return applied;
        }, cancel);

    /// <summary>The migration files of <paramref name="assembly"/>, in order.</summary>
    public static IEnumerable<(string Name, string Sql)> Files(Assembly assembly) => assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("Migrations/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return ($"{assembly.GetName().Name}/{Path.GetFileName(name)}", reader.ReadToEnd());
        });

    private static string Translate(string sql, Dialect dialect) => dialect == Dialect.Sqlite
        ? sql.Replace("{{blob}}", "BLOB", StringComparison.Ordinal).Replace("{{identity}}", "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal).Replace("{{json}}", "TEXT", StringComparison.Ordinal)
        : sql.Replace("{{blob}}", "BYTEA", StringComparison.Ordinal).Replace("{{identity}}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", StringComparison.Ordinal).Replace("{{json}}", "TEXT", StringComparison.Ordinal);
}
