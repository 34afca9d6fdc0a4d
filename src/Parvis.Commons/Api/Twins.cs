using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Parvis.Commons.Api.Formats;
using Parvis.Commons.Indicators;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Records;

namespace Parvis.Commons.Api;

/// <summary>The machine-readable twins of the pages: the page's address with <c>.json</c>, <c>.csv</c>, <c>.jsonld</c> or <c>.atom</c> behind it.</summary>
internal static class Twins
{
    private const int FeedLength = 50;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/commons.json", SearchJsonAsync).ExcludeFromDescription();
        pages.MapGet("/commons.csv", SearchCsvAsync).ExcludeFromDescription();
        pages.MapGet("/commons.atom", FeedAsync).ExcludeFromDescription();
        pages.MapGet("/commons/records/{id}.json", (string id, HttpRequest request, Catalogue catalogue, NodeProfile node, CancellationToken cancel) => RecordAsync(id, "json", request, catalogue, node, cancel)).ExcludeFromDescription();
        pages.MapGet("/commons/records/{id}.jsonld", (string id, HttpRequest request, Catalogue catalogue, NodeProfile node, CancellationToken cancel) => RecordAsync(id, "jsonld", request, catalogue, node, cancel)).ExcludeFromDescription();
        pages.MapGet("/commons/records/{id}.csv", (string id, HttpRequest request, Catalogue catalogue, NodeProfile node, CancellationToken cancel) => RecordAsync(id, "csv", request, catalogue, node, cancel)).ExcludeFromDescription();
    }

    private static async Task<IResult> SearchJsonAsync(HttpRequest request, RequestLanguage language, Catalogue catalogue, NodeProfile node, CancellationToken cancel)
    {
        var query = CatalogueQuery.Read(request.Query);
        var (result, entries) = await catalogue.SearchAsync(query.ToSearch(language.Tag), cancel);
        return TypedResults.Ok(RecordPage.Of(query, result, entries, node.BaseOf(request)));
    }

    private static async Task<IResult> SearchCsvAsync(HttpRequest request, RequestLanguage language, Catalogue catalogue, NodeProfile node, CancellationToken cancel)
    {
        var (_, entries) = await catalogue.SearchAsync(CatalogueQuery.Read(request.Query).ToSearch(language.Tag, facets: false), cancel);
        return TypedResults.Text(CatalogueCsv.Write(entries, node.BaseOf(request)), CatalogueCsv.MediaType);
    }

    private static async Task<IResult> FeedAsync(HttpRequest request, RequestLanguage language, RecordRegistry registry, NodeProfile node, TimeProvider time, CancellationToken cancel)
    {
        var newest = (await registry.NewestAsync("commons", FeedLength, cancel)).Select(CatalogueEntry.Of).ToList();
        return TypedResults.Bytes(AtomFeed.Write(language.Texts["commons.feed.title"], node.Name, node.BaseOf(request), language.Tag, newest, time.GetUtcNow()), AtomFeed.MediaType);
    }

    private static async Task<IResult> RecordAsync(string id, string format, HttpRequest request, Catalogue catalogue, NodeProfile node, CancellationToken cancel) => await catalogue.ReadAsync(id, cancel) switch
    {
        CatalogueLookup.Found { Entry: var entry } => format switch
        {
            "jsonld" => TypedResults.Text(JsonLd.Write(entry, node.BaseOf(request)), JsonLd.MediaType),
            "csv" => TypedResults.Text(CatalogueCsv.WriteStatements(entry), CatalogueCsv.MediaType),
            _ => TypedResults.Bytes(entry.Version.Body.ToArray(), "application/json; charset=utf-8"),
        },
        CatalogueLookup.Moved moved => TypedResults.Redirect($"{request.PathBase}/commons/records/{moved.Id}.{format}", permanent: false, preserveMethod: true),
        CatalogueLookup.Gone => Problems.Gone(id),
        _ => Problems.UnknownRecord(id),
    };
}
