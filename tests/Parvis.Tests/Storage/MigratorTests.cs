using Dapper;
using Parvis.Commons;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.Storage;

public sealed class MigratorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    private static Task<IReadOnlyList<string>> MigrateAsync(Database database) => Migrator.MigrateAsync(database, [typeof(Database).Assembly, typeof(CommonsModule).Assembly], Cancel);

    [Theory, MemberData(nameof(Both))]
    public async Task Every_file_is_applied_once_and_a_second_time_is_nothing(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var database = test.Open();
        var applied = await MigrateAsync(database);
        Assert.Equal(Migrator.Files(typeof(Database).Assembly).Concat(Migrator.Files(typeof(CommonsModule).Assembly)).Select(file => file.Name), applied);
        Assert.NotEmpty(applied);
        Assert.Empty(await MigrateAsync(database));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_file_that_changed_after_it_was_applied_is_refused_by_its_name(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var database = test.Open();
        var first = (await MigrateAsync(database))[0];
        await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync("UPDATE kernel_migration SET sha256 = 'another' WHERE name = @first", new { first }, transaction), Cancel);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => MigrateAsync(database));
        Assert.Contains(first, refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_processes_that_start_at_once_migrate_one_after_the_other(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var (one, two) = (test.Open(), test.Open());
        var applied = await Task.WhenAll(Task.Run(() => MigrateAsync(one), Cancel), Task.Run(() => MigrateAsync(two), Cancel));
        Assert.Contains(applied, files => files.Count == 0);
        Assert.Contains(applied, files => files.Count > 0);
    }
}
