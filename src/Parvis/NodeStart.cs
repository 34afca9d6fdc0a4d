using Dapper;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis;

/// <summary>Brings a data folder to where the program can work with it: made, migrated, and loaded with what each module begins with.</summary>
internal static class NodeStart
{
    private const string Done = "SELECT COUNT(*) FROM kernel_first_start WHERE module = @module";
    private const string Record = "INSERT INTO kernel_first_start (module, done_at) VALUES (@module, @now)";

    public static async Task PrepareAsync(IServiceProvider node, IReadOnlyList<ModuleBuilder> modules, CancellationToken cancel)
    {
        var database = node.GetRequiredService<Database>();
        await Migrator.MigrateAsync(database, NodeServices.Assemblies(node.GetRequiredService<Node>()), cancel);
        var loaded = false;
        foreach (var module in modules.Where(module => module.FirstStartAction is not null))
            loaded |= await FirstStartAsync(node, database, module, cancel);
        if (loaded) await node.GetRequiredService<ChangeFollower>().CatchUpAsync(cancel);
    }

    private static async Task<bool> FirstStartAsync(IServiceProvider node, Database database, ModuleBuilder module, CancellationToken cancel)
    {
        await using (var connection = await database.OpenAsync(cancel))
        {
            if (await connection.ExecuteScalarAsync<long>(Done, new { module = module.Name }) > 0) return false;
        }
        await module.FirstStartAction!(node, cancel);
        var now = node.GetRequiredService<TimeProvider>().GetUtcNow();
        await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(Record, new { module = module.Name, now }, transaction), cancel);
        return true;
    }
}
