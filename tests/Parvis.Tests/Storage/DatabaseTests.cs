using Dapper;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.Storage;

public sealed class DatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    private static async Task<Database> WithTableAsync(TestDatabase test)
    {
        var database = test.Open();
        await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync("CREATE TABLE note (number BIGINT NOT NULL, at TEXT, bytes " + (test.Dialect == Dialect.Sqlite ? "BLOB" : "BYTEA") + ")", transaction: transaction), Cancel);
        return database;
    }

    private static async Task<long> CountAsync(Database database)
    {
        await using var connection = await database.OpenAsync(Cancel);
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM note");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_write_that_fails_leaves_nothing(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var database = await WithTableAsync(test);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(async transaction =>
        {
            await BulkInsert.InsertAsync(transaction, "note", ["number"], [[1L], [2L]], Cancel);
            throw new InvalidOperationException("after the rows");
        }, Cancel));
        Assert.Equal(0, await CountAsync(database));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Writers_of_two_processes_go_one_after_the_other_so_no_count_is_lost(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var (one, two) = (await WithTableAsync(test), test.Open());
        Task AddAsync(Database database) => database.WriteAsync(async transaction =>
        {
            var last = await transaction.Connection!.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(number), 0) FROM note", transaction: transaction);
            await transaction.Connection!.ExecuteAsync("INSERT INTO note (number) VALUES (@number)", new { number = last + 1 }, transaction);
        }, Cancel);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => AddAsync(i % 2 == 0 ? one : two), Cancel)));
        await using var connection = await one.OpenAsync(Cancel);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => (long)number), await connection.QueryAsync<long>("SELECT number FROM note ORDER BY number"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_instant_reads_back_as_the_same_millisecond_whatever_its_zone(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var database = await WithTableAsync(test);
        var instant = new DateTimeOffset(2026, 11, 24, 9, 54, 8, 123, TimeSpan.FromHours(5.5));
        await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync("INSERT INTO note (number, at) VALUES (1, @instant)", new { instant }, transaction), Cancel);
        await using var connection = await database.OpenAsync(Cancel);
        Assert.Equal("2026-11-24T04:24:08.123Z", await connection.ExecuteScalarAsync<string>("SELECT at FROM note"));
        Assert.Equal(instant, await connection.ExecuteScalarAsync<DateTimeOffset>("SELECT at FROM note"));
        Assert.Equal(TimeSpan.Zero, (await connection.QuerySingleAsync<Row>("SELECT at AS At FROM note")).At.Offset);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Rows_written_in_bulk_read_back_with_their_bytes_and_their_nulls(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var database = await WithTableAsync(test);
        byte[] bytes = [0, 255, 10];
        Assert.Equal(2, await database.WriteAsync(transaction => BulkInsert.InsertAsync(transaction, "note", ["number", "at", "bytes"], [[1L, "x", bytes], [2L, null, null]], Cancel), Cancel));
        await using var connection = await database.OpenAsync(Cancel);
        var rows = (await connection.QueryAsync<(long, string?, byte[]?)>("SELECT number, at, bytes FROM note ORDER BY number")).AsList();
        Assert.Equal((1L, "x"), (rows[0].Item1, rows[0].Item2));
        Assert.Equal(bytes, rows[0].Item3);
        Assert.Null(rows[1].Item2);
        Assert.Null(rows[1].Item3);
    }

    private sealed class Row
    {
        public DateTimeOffset At { get; set; }
    }
}
