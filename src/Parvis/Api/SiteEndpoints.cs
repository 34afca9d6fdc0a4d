using System.Globalization;
using System.Text;
using System.Xml;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Records;
using Parvis.Kernel.Storage;

namespace Parvis.Api;

/// <summary>What machines ask of any site: <c>/health</c>, <c>/robots.txt</c>, <c>/sitemap.xml</c>.</summary>
internal static class SiteEndpoints
{
    private const int AddressesAMap = 10_000; // the protocol allows 50,000; three languages each make a file of some megabytes
    private const string Sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";
    private static readonly string[] Pages = ["/", "/commons", "/commons/sources", "/commons/how", "/audit", "/ledger", "/about", "/accessibility"];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health", HealthAsync).WithTags("node").WithSummary("Whether the node can read its database and its ledger");
        app.MapGet("/robots.txt", Robots).ExcludeFromDescription();
        app.MapGet("/sitemap.xml", SitemapIndexAsync).ExcludeFromDescription();
        app.MapGet("/sitemap/pages.xml", PagesMap).ExcludeFromDescription();
        app.MapGet("/sitemap/{module}/{page:int:range(0,100000)}.xml", RecordsMapAsync).ExcludeFromDescription();
        app.MapGet("/favicon.ico", () => TypedResults.Redirect(Interface.Serving.AssetFiles.Link("mark.svg"))).ExcludeFromDescription();
    }

    private static async Task<IResult> HealthAsync(RecordRegistry registry, IEvidenceLog log, CancellationToken cancel)
    {
        var sequence = await registry.SequenceAsync(cancel);
        return TypedResults.Ok(new { status = "ok", sequence, ledger = await Parvis.Pages.LedgerSize.ReadAsync(log, cancel) });
    }

    private static IResult Robots(HttpRequest request, NodeProfile node) =>
        TypedResults.Text($"User-agent: *\nDisallow: /api/\nDisallow: /auth/\nDisallow: /admin/\n\nSitemap: {node.BaseOf(request)}/sitemap.xml\n");

    private static async Task<IResult> SitemapIndexAsync(HttpRequest request, NodeProfile node, IReadOnlyList<ModuleBuilder> modules, RecordRegistry registry, CancellationToken cancel)
    {
        var maps = new List<string> { "pages" };
        foreach (var module in modules)
        {
            var records = (await registry.CountAsync(module.Name, cancel)).Values.Sum();
            for (var page = 0; page * AddressesAMap < records; page++) maps.Add(string.Create(CultureInfo.InvariantCulture, $"{module.Name}/{page}"));
        }
        return Xml("sitemapindex", xml =>
        {
            foreach (var map in maps)
            {
                xml.WriteStartElement("sitemap", Sitemaps);
                xml.WriteElementString("loc", Sitemaps, $"{node.BaseOf(request)}/sitemap/{map}.xml");
                xml.WriteEndElement();
            }
        });
    }

    private static IResult PagesMap(HttpRequest request, NodeProfile node) =>
        Xml("urlset", xml => { foreach (var page in Pages) Address(xml, node.BaseOf(request), page, changed: null); });

    private static async Task<IResult> RecordsMapAsync(string module, int page, HttpRequest request, NodeProfile node, RecordRegistry registry, CancellationToken cancel)
    {
        var ids = await registry.IdsAsync(module, page * AddressesAMap, AddressesAMap, cancel);
        return ids.Count == 0
            ? TypedResults.NotFound()
            : Xml("urlset", xml => { foreach (var (id, changed) in ids) Address(xml, node.BaseOf(request), $"/{module}/records/{id}", changed); });
    }

    private static void Address(XmlWriter xml, string node, string path, DateTimeOffset? changed)
    {
        foreach (var language in InterfaceLanguages.All)
        {
            xml.WriteStartElement("url", Sitemaps);
            xml.WriteElementString("loc", Sitemaps, $"{node}/{language}{path}");
            if (changed is { } at) xml.WriteElementString("lastmod", Sitemaps, Instant.Write(at));
            foreach (var other in InterfaceLanguages.All)
            {
                xml.WriteStartElement("link", Xhtml);
                xml.WriteAttributeString("rel", "alternate");
                xml.WriteAttributeString("hreflang", other);
                xml.WriteAttributeString("href", $"{node}/{other}{path}");
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
    }

    private static IResult Xml(string root, Action<XmlWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement(root, Sitemaps);
            if (root == "urlset") xml.WriteAttributeString("xmlns", "xhtml", null, Xhtml);
            write(xml);
            xml.WriteEndElement();
        }
        return TypedResults.Bytes(buffer.ToArray(), "application/xml; charset=utf-8");
    }
}
