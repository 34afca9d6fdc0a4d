using System.Data.Common;
using System.Text.Json;
using Dapper;
using Parvis.Commons.Evidence;
using Parvis.Commons.Records;
using Parvis.Kernel.Decisions;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Decisions;

/// <summary>What came of asking to set a thing apart, or to let it join again.</summary>
internal abstract record SetApartOutcome
{
    /// <summary>Done; the thing is now shown in the record named.</summary>
    internal sealed record Done(string RecordId, Decision Decision) : SetApartOutcome;

    /// <summary>The record does not hold that thing, or holds nothing else.</summary>
    internal sealed record NotTogether(string HomeId) : SetApartOutcome;

    /// <summary>Nobody had set that thing apart.</summary>
    internal sealed record NotApart(string HomeId) : SetApartOutcome;

    /// <summary>A decision needs a reason.</summary>
    internal sealed record NoReason : SetApartOutcome;
}

/// <summary>Corrects the joining of things by a person's decision, with a reason, reversibly: what is joined can be set apart, and what was set apart can join again.</summary>
internal sealed class SetApart(Database database, DecisionRegister decisions, CataloguePublication publication)
{
    public const string SeparateName = "commons.separate";
    public const string RejoinName = "commons.rejoin";
    private const string RecordOf = "SELECT record_id FROM commons_thing WHERE home_id = @homeId";
    private const string Others = "SELECT t.home_id FROM commons_thing t WHERE t.record_id = @recordId AND t.home_id <> @homeId AND EXISTS (SELECT 1 FROM commons_statement s WHERE s.home_id = t.home_id)";
    private const string Insert = "INSERT INTO commons_apart (home_a, home_b, decision) VALUES (@A, @B, @Decision)";
    private const string Pairs = "SELECT CASE WHEN home_a = @homeId THEN home_b ELSE home_a END AS Other, decision AS Decision FROM commons_apart WHERE home_a = @homeId OR home_b = @homeId";
    private const string Delete = "DELETE FROM commons_apart WHERE home_a = @homeId OR home_b = @homeId";

    /// <summary>Sets a thing apart from everything it is shown with.</summary>
    public Task<SetApartOutcome> SeparateAsync(string homeId, string reason, string by, CancellationToken cancel) => database.WriteAsync<SetApartOutcome>(async transaction =>
    {
        if (string.IsNullOrWhiteSpace(reason)) return new SetApartOutcome.NoReason();
        var connection = transaction.Connection!;
        var recordId = await connection.ExecuteScalarAsync<string?>(RecordOf, new { homeId }, transaction);
        var others = (await connection.QueryAsync<string>(Others, new { recordId, homeId }, transaction)).AsList();
        if (others.Count == 0) return new SetApartOutcome.NotTogether(homeId);
        var decision = await decisions.RegisterAsync(transaction, SeparateName, homeId, Inputs(homeId, others), reason, by, supersedes: null, cancel);
        await connection.ExecuteAsync(Insert, others.Select(other => EntityResolution.Pair(homeId, other)).Select(pair => new { pair.A, pair.B, Decision = decision.Id }), transaction);
        return await PublishAsync(transaction, [homeId, .. others], homeId, decision, cancel);
    }, cancel);

    /// <summary>Lets a thing that was set apart join again what it belongs with.</summary>
    public Task<SetApartOutcome> RejoinAsync(string homeId, string reason, string by, CancellationToken cancel) => database.WriteAsync<SetApartOutcome>(async transaction =>
    {
        if (string.IsNullOrWhiteSpace(reason)) return new SetApartOutcome.NoReason();
        var connection = transaction.Connection!;
        var pairs = (await connection.QueryAsync<(string Other, string Decision)>(Pairs, new { homeId }, transaction)).AsList();
        if (pairs.Count == 0) return new SetApartOutcome.NotApart(homeId);
        var others = pairs.ConvertAll(pair => pair.Other);
        var decision = await decisions.RegisterAsync(transaction, RejoinName, homeId, Inputs(homeId, others), reason, by, pairs[0].Decision, cancel);
        await connection.ExecuteAsync(Delete, new { homeId }, transaction);
        return await PublishAsync(transaction, [homeId, .. others], homeId, decision, cancel);
    }, cancel);

    private async Task<SetApartOutcome> PublishAsync(DbTransaction transaction, IReadOnlyList<string> things, string homeId, Decision decision, CancellationToken cancel)
    {
        await publication.PublishAsync(transaction, things, [], cancel);
        return new SetApartOutcome.Done((await transaction.Connection!.ExecuteScalarAsync<string>(RecordOf, new { homeId }, transaction))!, decision);
    }

    private static JsonElement Inputs(string homeId, IReadOnlyList<string> others) => JsonSerializer.SerializeToElement(new { thing = homeId, others }, JsonSerializerOptions.Web);
}
