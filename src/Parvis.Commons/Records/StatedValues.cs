using System.Globalization;

namespace Parvis.Commons.Records;

/// <summary>Every stated value of a record as one flat list: for tables and exports that show them all alike.</summary>
/// <param name="Field">The field's name, e.g. <c>licence</c>.</param>
/// <param name="Value">The value in words.</param>
/// <param name="Part">The language of a text, the component of a licence, the role of an organisation, the name of a fact; else null.</param>
/// <param name="Sources">Indexes into the record's sources.</param>
internal sealed record StatedValues(string Field, string Value, string? Part, IReadOnlyList<int> Sources)
{
    public static IEnumerable<StatedValues> Of(CatalogueRecord record) => Texts("title", record.Titles)
        .Concat(Texts("description", record.Descriptions))
        .Concat(Plain("kind", record.Kinds))
        .Concat(Plain("homepage", record.Homepages))
        .Concat(Plain("repository", record.Repositories))
        .Concat(Plain("identifier", record.Identifiers))
        .Concat(record.Licences.Select(stated => new StatedValues("licence", stated.Value.Spdx ?? stated.Value.Text, stated.Value.Component, stated.Sources)))
        .Concat(Plain("language", record.Languages))
        .Concat(Plain("country", record.Countries))
        .Concat(record.Sdgs.Select(stated => new StatedValues("sdg", stated.Value.ToString(CultureInfo.InvariantCulture), null, stated.Sources)))
        .Concat(Plain("theme", record.Themes))
        .Concat(record.Organisations.Select(stated => new StatedValues("organisation", stated.Value.Name, stated.Value.Role, stated.Sources)))
        .Concat(Plain("version", record.Versions))
        .Concat(Plain("released", record.Released))
        .Concat(Plain("modified", record.Modified))
        .Concat(record.Relations.Select(stated => new StatedValues("relation", stated.Value.Target, stated.Value.Type, stated.Sources)))
        .Concat(record.Facts.Select(stated => new StatedValues("fact", stated.Value.Unit is { } unit ? $"{stated.Value.Value} {unit}" : stated.Value.Value, stated.Value.Name, stated.Sources)));

    private static IEnumerable<StatedValues> Texts(string field, IReadOnlyList<Stated<Words>> values) => values.Select(stated => new StatedValues(field, stated.Value.Text, stated.Value.Language, stated.Sources));

    private static IEnumerable<StatedValues> Plain(string field, IReadOnlyList<Stated<string>> values) => values.Select(stated => new StatedValues(field, stated.Value, null, stated.Sources));
}
