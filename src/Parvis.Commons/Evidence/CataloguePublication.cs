using System.Data.Common;
using System.Text.Json;
using Parvis.Commons.Records;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Records;

namespace Parvis.Commons.Evidence;

/// <summary>After something that is said has changed: decides anew which things are one, and publishes every record that reads differently.</summary>
internal sealed class CataloguePublication(RecordPublisher publisher)
{
    /// <summary>Publishes what follows from changes to <paramref name="changed"/> things.</summary>
    /// <param name="transaction">The writer's transaction, in which the changes were made.</param>
    /// <param name="changed">Home ids of things whose statements, or whose set-apart pairs, have changed.</param>
    /// <param name="known">Statements that the caller has in memory, so that they need not be read again.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>The versions written.</returns>
    public async Task<IReadOnlyList<Record>> PublishAsync(DbTransaction transaction, IReadOnlyCollection<string> changed, IReadOnlyList<StoredStatement> known, CancellationToken cancel)
    {
        if (changed.Count == 0) return [];
        var memory = known.ToDictionary(statement => (statement.SourceId, statement.File, statement.HomeId));
        SourceRecord? Remember(string source, string file, string homeId, string digest) =>
            memory.TryGetValue((source, file, homeId), out var statement) && statement.Digest == digest ? statement.Said : null;

        var said = (await CatalogueTables.StatementsAsync(transaction, changed, Remember)).ToLookup(statement => statement.HomeId, StringComparer.Ordinal);
        var touched = await CatalogueTables.SharingAsync(transaction, changed);
        await CatalogueTables.DescribeThingsAsync(transaction, [.. changed.Select(id => ThingDescription.Of(id, [.. said[id]]))], cancel);

        var near = await CatalogueTables.NeighbourhoodAsync(transaction, touched);
        var changes = changed.ToHashSet(StringComparer.Ordinal);
        var apart = await CatalogueTables.ApartAsync(transaction, [.. near.Select(pair => pair.Thing.HomeId)]);
        var plan = Regrouping.Plan(near, apart, changes, stated: id => !changes.Contains(id) || said[id].Any(statement => statement.Said.Kind is not null));
        await CatalogueTables.AssignAsync(transaction, plan.Moved);

        var missing = plan.Dirty.SelectMany(group => group.Things).Select(thing => thing.HomeId).Where(id => !said.Contains(id)).ToList();
        var rest = (await CatalogueTables.StatementsAsync(transaction, missing, Remember)).ToLookup(statement => statement.HomeId, StringComparer.Ordinal);
        // A thing of which only additions are known (a score, a review) waits for the statement that says what it is.
        var drafts = plan.Dirty.AsParallel().AsOrdered().WithCancellation(cancel).Select(group => Draft(group.RecordId, [.. group.Things.SelectMany(thing => said[thing.HomeId].Concat(rest[thing.HomeId]))]))
            .ToList();
        return await publisher.PublishAsync(transaction, [.. drafts, .. plan.Vanished.Select(gone => Gone(gone.RecordId, gone.Kind, gone.MovedTo))], cancel);
    }

    private static (RecordDraft, JsonElement) Draft(string id, IReadOnlyList<StoredStatement> statements)
    {
        var record = Composition.Compose(id, [.. statements.Select(statement => (statement.Said, statement.Origin))]);
        return (new(id, new("commons", record.Kind), record.TitlesByLanguage(), record.ToBytes()), JsonSerializer.SerializeToElement(record.Sources, JsonSerializerOptions.Web));
    }

    private static (RecordDraft, JsonElement) Gone(string id, string kind, string? movedTo)
    {
        var record = CatalogueRecord.Gone(id, kind, movedTo);
        return (new(id, new("commons", kind), Kernel.Languages.LocalizedText.Empty, record.ToBytes(), Withdrawn: true), JsonSerializer.SerializeToElement(new { movedTo }, JsonSerializerOptions.Web));
    }
}
