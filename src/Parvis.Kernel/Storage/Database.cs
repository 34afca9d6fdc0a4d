using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Parvis.Kernel.Storage;

/// <summary>The two databases a node can keep its state in.</summary>
public enum Dialect
{
    /// <summary>A file in the data folder: the default.</summary>
    Sqlite,

    /// <summary>A server that several processes share.</summary>
    PostgreSql,
}

/// <summary>The node's database. Reads run side by side; writes are one transaction at a time in the whole cluster.</summary>
public sealed class Database : IAsyncDisposable
{
    private const long WriterLock = 0x5061727669; // "Parvi", the advisory lock that orders writers on PostgreSQL
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly DbDataSource _source;

    static Database()
    {
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset)); // else a parameter never comes to the handler
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new InstantHandler());
        DefaultTypeMap.MatchNamesWithUnderscores = true;
    }

    private Database(Dialect dialect, DbDataSource source)
    {
        Dialect = dialect;
        _source = source;
    }

    /// <summary>Which of the two it is.</summary>
    public Dialect Dialect { get; }

    /// <summary>Opens, or makes, the SQLite file at <paramref name="path"/>, in write-ahead mode.</summary>
    public static Database Sqlite(string path) => new(Dialect.Sqlite, new SqliteSource(new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ConnectionString));

    /// <summary>Uses the PostgreSQL database named by <paramref name="connectionString"/>.</summary>
    public static Database PostgreSql(string connectionString) => new(Dialect.PostgreSql, NpgsqlDataSource.Create(connectionString));

    /// <summary>A connection for reading; dispose it to give it back.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancel) => await _source.OpenConnectionAsync(cancel);

    /// <summary>Runs <paramref name="work"/> in one transaction, alone among writers; a thrown exception undoes all of it.</summary>
    public async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancel)
    {
        await _writer.WaitAsync(cancel);
        try
        {
            await using var connection = await OpenAsync(cancel);
            await using var transaction = connection is SqliteConnection sqlite
                ? sqlite.BeginTransaction(deferred: false)
                : await connection.BeginTransactionAsync(cancel);
            if (Dialect == Dialect.PostgreSql) await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@WriterLock)", new { WriterLock }, transaction);
            var result = await work(transaction);
            await transaction.CommitAsync(cancel);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<DbTransaction, Task> work, CancellationToken cancel) =>
        WriteAsync(async transaction => { await work(transaction); return 0; }, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _writer.Dispose();
    }

    /// <summary>Instants are stored as RFC 3339 text in UTC with milliseconds, so that they sort and read the same in both databases.</summary>
    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        public override void SetValue(System.Data.IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = System.Data.DbType.String;
            parameter.Value = Instant.Write(value);
        }
    }

    private sealed class SqliteSource(string connectionString) : DbDataSource
    {
        public override string ConnectionString => connectionString;

        protected override DbConnection CreateDbConnection() => new SqliteConnection(connectionString);

        protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken)
        {
            var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 30000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864;");
            return connection;
        }
    }
}
