using System.Text.Json;
using Parvis.Kernel.Languages;

namespace Parvis.Commons.Records.Readers;

/// <summary>One CKAN data set, in the spellings that catalogues give its fields.</summary>
internal static class CkanPackage
{
    private const int MostDistributions = 200;

    public static Reading Map(FieldReader fields, string? host)
    {
        if ((fields.Raw("id") ?? First(fields, "identifier") ?? fields.Raw("name")) is not { } key)
        {
            return new Reading.Refused(fields.Place, "id.missing", "a data set needs an id, an identifier or a name");
        }
        var sketch = new Sketch($"ckan:{host ?? HostOf(fields) ?? "unknown"}", key, RecordKinds.Dataset);
        CkanTexts.Read(fields, ["title_translated", "title"], (words, language) => sketch.Title(words, language));
        CkanTexts.Read(fields, ["notes_translated", "notes", "description"], (words, language) => sketch.Description(words, language));
        if (!sketch.HasTitle) sketch.Title(fields.Text("name"));
        Address(fields, sketch);
        Licence(fields, sketch);
        Words(fields, sketch);
        Agents(fields, sketch);
        Dates(fields, sketch);
        Resources(fields, sketch);
        return sketch.Found(fields);
    }

    private static void Address(FieldReader fields, Sketch sketch)
    {
        // Some catalogues keep the name of an office in "url": that is no address and no fault of the field.
        sketch.OwnPage(Links.Parse(Raw(fields, "url") ?? Raw(fields, "landingPage")));
        foreach (var text in (string?[])[First(fields, "doi"), First(fields, "identifier"), CkanTexts.Extra(fields, "identifier"), CkanTexts.Extra(fields, "guid")])
        {
            if (text is not null && Identifier.Doi(text) is { } doi) sketch.Identifies(doi);
        }
        foreach (var same in fields.Texts("same_as").Select(Links.Parse)) sketch.Identifies(same);
        foreach (var page in CkanTexts.Values(fields, "documentation").Select(Links.Parse)) sketch.Relates(RelationTypes.Documentation, page);
        sketch.Version = Raw(fields, "version");
        sketch.Fact("ckan.name", fields.Raw("name"));
    }

    private static void Licence(FieldReader fields, Sketch sketch)
    {
        var text = Raw(fields, "license_id") ?? Raw(fields, "license_title") ?? First(fields, "license");
        sketch.Licence(text, Links.Parse(Raw(fields, "license_url") ?? Raw(fields, "license_title") ?? text));
        if (text is not null) return;
        // Where the data set has none, its files may state theirs.
        foreach (var resource in Files(fields))
        {
            var own = Raw(resource, "license") ?? Raw(resource, "license_id") ?? Raw(resource, "rights");
            sketch.Licence(own, Links.Parse(own));
        }
    }

    private static void Words(FieldReader fields, Sketch sketch)
    {
        foreach (var tag in CkanTexts.Names(fields, "tags")) sketch.Theme(tag.ToLowerInvariant());
        foreach (var word in CkanTexts.Values(fields, "keywords").Concat(CkanTexts.Values(fields, "keyword"))) sketch.Theme(word);
        foreach (var group in CkanTexts.Names(fields, "groups")) sketch.Theme(group);
        foreach (var language in CkanTexts.Values(fields, "language")) sketch.Language(language[(language.LastIndexOf('/') + 1)..]);
    }

    private static void Agents(FieldReader fields, Sketch sketch)
    {
        foreach (var role in (string[])["publisher", "organization"])
        {
            foreach (var agent in CkanTexts.Objects(fields, role))
            {
                var name = default(string);
                CkanTexts.Read(agent, ["title", "display_name", "name"], (words, language) => name = name is null || language == "en" ? words : name);
                var isPerson = agent.Raw("type") is "person" or "Person";
                if (!isPerson) sketch.Organisation(name, Links.Parse(Raw(agent, "url")), role);
            }
        }
        sketch.Organisation(CkanTexts.Extra(fields, "publisher_name"), Links.Parse(CkanTexts.Extra(fields, "publisher_url")), "publisher");
    }

    /// <summary>The data's own dates come before those of the catalogue's entry.</summary>
    private static void Dates(FieldReader fields, Sketch sketch)
    {
        sketch.Released = FirstDay(Raw(fields, "issued"), CkanTexts.Extra(fields, "issued"), Raw(fields, "metadata_created"));
        sketch.Modified = FirstDay(Raw(fields, "modified"), CkanTexts.Extra(fields, "modified"), Raw(fields, "metadata_modified"));
    }

    private static DateOnly? FirstDay(params string?[] texts) => texts.Select(Records.Dates.Parse).FirstOrDefault(d => d is not null);

    private static void Resources(FieldReader fields, Sketch sketch)
    {
        var files = Files(fields).ToArray();
        sketch.Fact("ckan.resources", files.Length);
        foreach (var file in files.Take(MostDistributions))
        {
            var address = Links.Parse(Raw(file, "download_url") ?? Raw(file, "downloadURL") ?? Raw(file, "url") ?? Raw(file, "accessURL"));
            if (address is not null) sketch.Relates(RelationTypes.Distribution, address.AbsoluteUri);
            sketch.Fact("format", Raw(file, "format")?.ToUpperInvariant());
        }
    }

    private static IEnumerable<FieldReader> Files(FieldReader fields) => fields.Objects("resources").Concat(fields.Objects("distribution"));

    /// <summary>Files kept by the catalogue itself lie at its own address.</summary>
    private static string? HostOf(FieldReader fields)
    {
        foreach (var file in fields.Objects("resources"))
        {
            if (Links.Parse(Raw(file, "url")) is { } address && address.AbsolutePath.Contains("/dataset/", StringComparison.Ordinal)) return Identifier.Host(address);
        }
        return null;
    }

    /// <summary>A text, and nothing when the field holds another type.</summary>
    private static string? Raw(FieldReader fields, string name) =>
        fields.Element.Has(name, JsonValueKind.String) || fields.Element.Has(name, JsonValueKind.Number) ? fields.Raw(name) : null;

    private static string? First(FieldReader fields, string name) => CkanTexts.Values(fields, name).FirstOrDefault();
}
