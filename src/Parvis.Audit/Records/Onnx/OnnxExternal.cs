using System.Globalization;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.Protobuf;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Onnx;

/// <summary>The parts of a model that are in other files. Source: onnx docs/ExternalData.md; CVE-2026-27489 (links), CVE-2026-34445 (keys).</summary>
internal sealed class OnnxExternal(Content content, Examination examination)
{
    private const int MostEntries = 64, MostLocations = 10_000;

    private static readonly HashSet<string> KnownKeys = ["location", "offset", "length", "checksum"];

    private readonly Dictionary<string, Neighbour?> _locations = [];

    /// <summary>Takes one key and value of a tensor's external data.</summary>
    public void Entry(WireMessage entry, List<(string Key, string Value)> into)
    {
        var (key, value, at) = ("", "", 0L);
        while (entry.Next())
            switch (entry.Field, entry.Type)
            {
                case (1, Wire.Bytes): (key, at) = (entry.Text(), entry.At); break;
                case (2, Wire.Bytes): value = entry.Text(); break;
                default: break;
            }
        // Python's onnx sets each key as an attribute of an object, whatever it is.
        if (key.StartsWith('_') || key is "basepath") examination.Find(OnnxRules.ExternalAttribute, at, ("key", key), ("value", value));
        else if (!KnownKeys.Contains(key) && !key.StartsWith("prepacked", StringComparison.Ordinal)) examination.Find(OnnxRules.ExternalKey, at, ("key", key), ("value", value));
        if (into.Count < MostEntries) into.Add((key, value));
    }

    /// <summary>Judges where a tensor's bytes are. Every location is judged, though loaders take the last: they do not agree which.</summary>
    public void Judge(List<(string Key, string Value)> entries, bool used, string tensor, long at, long? bytes)
    {
        var locations = entries.Where(entry => entry.Key == "location").Select(entry => entry.Value).ToList();
        if (locations.Count == 0 || locations.Contains(""))
        {
            if (used) examination.Find(OnnxRules.ExternalNowhere, at, ("tensor", tensor));
            return;
        }
        foreach (var location in locations)
        {
            if (!_locations.TryGetValue(location, out var neighbour))
            {
                if (_locations.Count == MostLocations) continue;
                _locations[location] = neighbour = Look(location, at);
            }
            if (neighbour is not { LeadsAway: true }) Bounds(entries, tensor, at, bytes, location, neighbour?.Length ?? long.MaxValue);
        }
    }

    /// <summary>Adds the places to the facts.</summary>
    public void Report()
    {
        if (_locations.Count > 0) examination.Facts[FactNames.External] = new JsonArray([.. _locations.Keys.Order(StringComparer.Ordinal).Select(location => (JsonNode)location)]);
    }

    private Neighbour? Look(string location, long at)
    {
        if (Records.ExternalLocation.Leaves(location))
        {
            examination.Find(OnnxRules.ExternalLocation, at, ("location", location));
            return null;
        }
        var neighbour = content.Beside(location);
        if (neighbour is null) examination.Find(OnnxRules.ExternalMissing, at, ("location", location));
        else if (neighbour.LeadsAway) examination.Find(OnnxRules.ExternalLink, at, ("location", location), ("target", Path.GetFileName(neighbour.Outside!)));
        else examination.Find(OnnxRules.ExternalFile, at, ("location", location));
        return neighbour;
    }

    private void Bounds(List<(string Key, string Value)> entries, string tensor, long at, long? bytes, string location, long there)
    {
        var offset = Number(entries, "offset") ?? 0;
        var length = Number(entries, "length") ?? bytes ?? 0;
        if (offset < 0 || length < 0 || offset > there || length > there - offset)
            examination.Find(OnnxRules.ExternalBounds, at, ("tensor", tensor), ("location", location), ("end", ((Int128)offset + length).ToString(CultureInfo.InvariantCulture)), ("bytes", $"{there}"));
    }

    private static long? Number(List<(string Key, string Value)> entries, string key) =>
        entries.LastOrDefault(entry => entry.Key == key).Value is { } text
            ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : -1
            : null;
}
