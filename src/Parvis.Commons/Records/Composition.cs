using System.Globalization;

namespace Parvis.Commons.Records;

/// <summary>Makes one record of what several sources state. Equal values are shown once with all their sources; differing ones stay side by side.</summary>
internal static class Composition
{
    /// <summary>Composes the record <paramref name="id"/>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="statements">At least one that says what kind of thing it is, in the order that prefers: the first source's value is shown first.</param>
    public static CatalogueRecord Compose(string id, IReadOnlyList<(SourceRecord Said, StatementOrigin Origin)> statements) => new(
        id,
        statements.Select(statement => statement.Said.Kind).First(kind => kind is not null)!,
        Merge(statements, said => said.Titles.Texts.Select(text => new Words(text.Key, text.Value))),
        Merge(statements, said => said.Descriptions.Texts.Select(text => new Words(text.Key, text.Value))),
        Merge(statements, said => Optional(said.Kind)),
        Merge(statements, said => Optional(said.Homepage?.AbsoluteUri)),
        Merge(statements, said => said.Repositories.Select(repository => repository.AbsoluteUri)),
        Merge(statements, said => said.Identifiers),
        Merge(statements, said => said.Licences, licence => (licence.Spdx ?? licence.Text, licence.Component)),
        Merge(statements, said => said.Languages),
        Merge(statements, said => said.Countries),
        Merge(statements, said => said.Sdgs),
        Merge(statements, said => said.Themes),
        Merge(statements, said => said.Organisations, organisation => Thing.Fold(organisation.Name)),
        Merge(statements, said => Optional(said.Version)),
        Merge(statements, said => Optional(Day(said.Released))),
        Merge(statements, said => Optional(Day(said.Modified))),
        Merge(statements, said => said.Relations),
        Merge(statements, said => said.Facts),
        [.. statements.Select(statement => statement.Origin)]);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Optional(string? value) => value is null ? [] : [value];

    private static List<Stated<T>> Merge<T>(IReadOnlyList<(SourceRecord Said, StatementOrigin Origin)> statements, Func<SourceRecord, IEnumerable<T>> values) where T : notnull =>
        Merge(statements, values, value => value);

    private static List<Stated<T>> Merge<T, TSame>(IReadOnlyList<(SourceRecord Said, StatementOrigin Origin)> statements, Func<SourceRecord, IEnumerable<T>> values, Func<T, TSame> same) where TSame : notnull
    {
        var places = new Dictionary<TSame, int>();
        var merged = new List<(T Value, List<int> Sources)>();
        for (var source = 0; source < statements.Count; source++)
        {
            foreach (var value in values(statements[source].Said))
            {
                if (!places.TryGetValue(same(value), out var place))
                {
                    places[same(value)] = place = merged.Count;
                    merged.Add((value, []));
                }
                if (!merged[place].Sources.Contains(source)) merged[place].Sources.Add(source);
            }
        }
        return merged.ConvertAll(pair => new Stated<T>(pair.Value, pair.Sources));
    }
}
