using System.Collections.Frozen;
using System.Text.Json;
using Parvis.Commons.Records.Formats;

namespace Parvis.Commons.Records.Croissant;

/// <summary>Checks record sets and fields: types, sources, references and data written in place.</summary>
internal sealed class CroissantRecordSets(CroissantCheck check)
{
    private static readonly FrozenSet<string> DataTypes = new[]
    {
        "Text", "Integer", "Float", "Number", "Boolean", "Date", "DateTime", "Time", "URL", "ImageObject", "AudioObject", "VideoObject", "Enumeration",
    }.Select(t => CroissantTerms.SchemaOrg + t).ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, Field> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _recordSets = new(StringComparer.Ordinal);

    private string Own => check.Namespace;

    public void Run()
    {
        var sets = new List<(JsonLdNode Node, List<Field> Fields)>();
        foreach (var value in check.Dataset[Own + "recordSet"])
        {
            if (value.Element.ValueKind != JsonValueKind.Object)
            {
                check.Add(value.Pointer, CroissantRules.RecordSet, "a record set is an object");
                continue;
            }
            var node = new JsonLdNode(value.Element, value.Pointer, check.Dataset.Context);
            var name = check.NameOf(node);
            if (name is not null) _recordSets.Add(name);
            sets.Add((node, Gather(node, name, depth: 0)));
        }
        foreach (var (node, fields) in sets) RecordSet(node, fields);
    }

    private List<Field> Gather(JsonLdNode parent, string? path, int depth)
    {
        var fields = new List<Field>();
        if (depth > Limits.Depth) return fields;
        foreach (var node in parent.Nodes(Own + "field").Concat(parent.Nodes(Own + "subField")))
        {
            var name = check.NameOf(node);
            var key = check.IsVersion0 ? $"{path}/{name}".TrimStart('/') : name;
            var field = new Field(node, name, [.. node[Own + "source"].Select(Target)], Gather(node, key, depth + 1));
            if (key is not null) _fields[key] = field;
            fields.Add(field);
        }
        return fields;
    }

    private void RecordSet(JsonLdNode node, List<Field> fields)
    {
        foreach (var field in fields) Check(field);
        var hasData = node.Has(Own + "data");
        if (fields.Count > 0 && !hasData && !fields.Any(HasSource)) check.Add(node.Pointer, CroissantRules.Source, "no field has a source or a value");
        if (hasData) Columns(node, fields);
    }

    private void Check(Field field)
    {
        if (field.Parts.Count == 0 && !HasType(field, [])) check.Add(field.Node.Pointer, CroissantRules.DataType, $"no known dataType: [{string.Join(", ", TypesOf(field))}]");
        if (check.IsVersion0 && field.Name is null) check.Add(field.Node.Pointer, CroissantRules.FieldName, "version 0.8 needs a name for each field");
        foreach (var reference in field.Node[Own + "source"].Concat(field.Node[Own + "references"])) Reference(reference);
        foreach (var part in field.Parts) Check(part);
    }

    private void Reference(JsonLdValue value)
    {
        if (Target(value) is { } name && !check.FileIds.Contains(name) && !_fields.ContainsKey(name) && !_recordSets.Contains(name))
        {
            check.Add(value.Pointer, CroissantRules.Reference, $"'{name}' names no file, record set or field");
        }
        if (value.Element.ValueKind != JsonValueKind.Object) return;
        foreach (var extract in new JsonLdNode(value.Element, value.Pointer, check.Dataset.Context).Nodes(Own + "extract"))
        {
            string[] ways = [Own + "column", Own + "fileProperty", Own + "jsonPath"];
            if (ways.Count(extract.Has) > 1) check.Add(extract.Pointer, CroissantRules.Extract, "more than one of column, fileProperty and jsonPath");
        }
    }

    /// <summary>What a source names.</summary>
    private string? Target(JsonLdValue source)
    {
        if (source.Element.ValueKind != JsonValueKind.Object) return check.Referred(source.Text);
        var node = new JsonLdNode(source.Element, source.Pointer, check.Dataset.Context);
        string[] ways = [Own + "fileObject", Own + "fileSet", Own + "field", Own + "recordSet", Own + "distribution", CroissantTerms.SchemaOrg + "distribution"];
        return ways.SelectMany(w => node[w]).Select(v => check.Referred(v.Reference)).FirstOrDefault(r => r is not null) ?? node.Id;
    }

    /// <summary>A type of its own, or that of the field it is taken from.</summary>
    private bool HasType(Field field, HashSet<Field> seen) =>
        TypesOf(field).Any(t => DataTypes.Contains(t) || t.StartsWith(Own, StringComparison.Ordinal))
        || field.Sources.Any(s => s is not null && _fields.TryGetValue(s, out var origin) && seen.Add(origin) && HasType(origin, seen));

    private static bool HasSource(Field field) => field.Sources.Count > 0 || field.HasValue || field.Parts.Any(HasSource);

    private IEnumerable<string> TypesOf(Field field) =>
        field.Node[Own + "dataType"].Select(t => t.Reference).OfType<string>().Select(field.Node.Context.Expand).OfType<string>();

    /// <summary>Each line of data in place has one value for each field, by its name.</summary>
    private void Columns(JsonLdNode node, List<Field> fields)
    {
        var expected = fields.Select(f => f.Name ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var line in node[Own + "data"].Where(l => l.Element.ValueKind == JsonValueKind.Object))
        {
            if (expected.SetEquals(line.Element.EnumerateObject().Select(m => m.Name))) continue;
            check.Add(line.Pointer, CroissantRules.Columns, $"the values are not those of [{string.Join(", ", expected)}]");
            return;
        }
    }

    private sealed record Field(JsonLdNode Node, string? Name, IReadOnlyList<string?> Sources, List<Field> Parts)
    {
        public bool HasValue => Node.Has(CroissantTerms.Croissant1 + "value") || Node.Has(CroissantTerms.Croissant08 + "value");

        public bool Equals(Field? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
