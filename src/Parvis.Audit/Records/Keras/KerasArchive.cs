using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Parvis.Audit.Records.Containers;

namespace Parvis.Audit.Records.Keras;

/// <summary>Keras 3's archive: <c>config.json</c> describes the model, <c>metadata.json</c> who wrote it, <c>model.weights.h5</c> has its numbers.</summary>
internal sealed class KerasArchive : IZipFormat
{
    private const string Config = "config.json", Metadata = "metadata.json", Weights = "model.weights.h5", WeightsNpz = "model.weights.npz";

    public string Format => "keras";

    public bool Recognises(ZipDirectory zip) =>
        zip.Find(Config) is not null && (zip.Find(Metadata) is not null || zip.Find(Weights) is not null || zip.Find(WeightsNpz) is not null || zip.Content.Extension == ".keras") || zip.Content.Extension == ".keras";

    public void Read(ZipDirectory zip, Examination examination)
    {
        if (zip.Find(Config) is null) examination.Find(KerasRules.NoConfig, null);
        foreach (var entry in zip.Entries.Where(entry => entry.Name == Config)) Check(zip, entry, examination);
        if (zip.Find(Metadata) is { } metadata) ReadMetadata(zip, metadata, examination);
        if ((zip.Find(Weights) ?? zip.Find(WeightsNpz)) is not { } weights || zip.Examine(weights) is not { } report) return;
        foreach (var name in (string[])[FactNames.Tensors, FactNames.Parameters, FactNames.Types, FactNames.Shapes])
            if (report.Facts[name] is { } fact) examination.Facts[name] = fact.DeepClone();
    }

    private static void Check(ZipDirectory zip, ZipEntry entry, Examination examination)
    {
        zip.Take(entry);
        if (Bytes(zip, entry, examination) is { } bytes) KerasConfig.Check(bytes, strict: true, examination);
    }

    private static void ReadMetadata(ZipDirectory zip, ZipEntry entry, Examination examination)
    {
        zip.Take(entry);
        if (Bytes(zip, entry, examination) is not { } bytes) return;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind == JsonValueKind.Object && Utf8.IsValid(bytes) && document.RootElement.TryGetProperty("keras_version", out var version) && version.ValueKind == JsonValueKind.String)
                examination.Facts[FactNames.ProducerVersion] = JsonValue.Create(Finding.Of(KerasRules.Broken, null, ("version", version.GetString()!)).Values["version"]);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            examination.Find(KerasRules.Broken, entry.Header, ("reason", Metadata));
        }
    }

    private static byte[]? Bytes(ZipDirectory zip, ZipEntry entry, Examination examination)
    {
        if (zip.Open(entry) is not { } content) return null;
        using (content as IDisposable)
        {
            if (content.Length > examination.Budget.Limits.InMemory)
            {
                examination.Find(Rules.OverBudget, entry.Header, ("limit", Sources.BudgetException.Memory));
                return null;
            }
            var bytes = new byte[content.Length];
            content.ReadFull(0, bytes);
            return bytes;
        }
    }
}
