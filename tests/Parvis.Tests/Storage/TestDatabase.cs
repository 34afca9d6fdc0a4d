using Dapper;
using Npgsql;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.Storage;

/// <summary>A database of its own for one test, with the data folder beside it; gone when disposed.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string Variable = "PARVIS_TEST_POSTGRES";
    private readonly List<Database> _opened = [];

    private TestDatabase(Dialect dialect, DataFolder folder, string? connection) => (Dialect, Folder, Connection) = (dialect, folder, connection);

    /// <summary>Both databases, for theories.</summary>
    public static TheoryData<Dialect> Both => [Dialect.Sqlite, Dialect.PostgreSql];

    public Dialect Dialect { get; }

    public DataFolder Folder { get; }

    /// <summary>The connection string, when it is PostgreSQL.</summary>
    public string? Connection { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An empty database; the test is skipped where there is no server.</summary>
    public static async Task<TestDatabase> CreateAsync(Dialect dialect)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("parvis-test-").FullName);
        return new(dialect, folder, dialect == Dialect.PostgreSql ? await NewAsync() : null);
    }

    /// <summary>Opens it, as one more process would.</summary>
    public Database Open()
    {
        var database = Connection is null ? Database.Sqlite(Folder.DatabaseFile) : Database.PostgreSql(Connection);
        _opened.Add(database);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened) await database.DisposeAsync();
        if (Connection is null) Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        else await AdminAsync($"DROP DATABASE \"{new NpgsqlConnectionStringBuilder(Connection).Database}\" WITH (FORCE)");
        Directory.Delete(Folder.Path, recursive: true);
    }

    private static async Task<string> NewAsync()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }, $"Needs a PostgreSQL server; {Variable} holds the connection string of a user who may create databases.");
        var name = $"parvis_test_{Guid.NewGuid():N}";
        await AdminAsync($"CREATE DATABASE \"{name}\"");
        return new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(Variable)) { Database = name, MaxPoolSize = 10 }.ConnectionString;
    }

    private static async Task AdminAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Environment.GetEnvironmentVariable(Variable));
        await connection.OpenAsync(Cancel);
        await connection.ExecuteAsync(sql);
    }
}
