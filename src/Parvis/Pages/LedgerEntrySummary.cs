using System.Text.Json;
using Parvis.Kernel.Evidence;

namespace Parvis.Pages;

/// <summary>What the ledger's page shows of one entry.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="PredicateType">What kind of claim it is.</param>
/// <param name="Page">The page of its subject below the language, or null.</param>
internal sealed record LedgerEntrySummary(long Index, string Subject, string PredicateType, string? Page)
{
    /// <summary>Reads entries from <paramref name="last"/> downwards.</summary>
    public static async Task<IReadOnlyList<LedgerEntrySummary>> ReadAsync(IEvidenceLog log, long last, int count, CancellationToken cancel)
    {
        var entries = new List<LedgerEntrySummary>();
        for (var index = last; index >= 0 && entries.Count < count; index--)
        {
            if (await log.ReadAsync(index, cancel) is { } envelope) entries.Add(Of(index, envelope));
        }
        return entries;
    }

    private static LedgerEntrySummary Of(long index, ReadOnlyMemory<byte> envelope)
    {
        using var document = JsonDocument.Parse(envelope);
        using var statement = JsonDocument.Parse(document.RootElement.GetProperty("payload").GetBytesFromBase64());
        var subject = statement.RootElement.GetProperty("subject")[0].GetProperty("name").GetString()!;
        // A record's subject is named module/kind/id@version.
        var type = statement.RootElement.GetProperty("predicateType").GetString()!;
        var page = type == RecordPublisher.PredicateType && subject.Split('/') is [var module, _, var id] ? $"/{module}/records/{id.Split('@')[0]}" : null;
        return new(index, subject, type, page);
    }
}
