using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Net.Http.Headers;

namespace Parvis.Api;

/// <summary>Whoever asks a page for a machine-readable form by its <c>Accept</c> header is sent to the page's twin: the same address with a suffix (RFC 9110 §12.1).</summary>
internal sealed class AcceptedTwin(RequestDelegate next, EndpointDataSource endpoints)
{
    private static readonly Dictionary<string, string> Suffixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/json"] = "json",
        ["application/ld+json"] = "jsonld",
        ["text/csv"] = "csv",
        ["application/atom+xml"] = "atom",
    };

    private readonly Lazy<List<TemplateMatcher>> _twins = new(() => [.. endpoints.Endpoints.OfType<RouteEndpoint>()
        .Select(endpoint => endpoint.RoutePattern.RawText ?? "")
        .Where(route => Suffixes.Values.Any(suffix => route.EndsWith($".{suffix}", StringComparison.Ordinal)))
        .Select(route => new TemplateMatcher(TemplateParser.Parse(route), new RouteValueDictionary()))]);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.PathBase.HasValue || !HttpMethods.IsGet(request.Method) || Path.HasExtension(request.Path)) return next(context);
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (Wanted(request) is not { } suffix || !HasTwin(request, suffix)) return next(context);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{request.PathBase}{request.Path}.{suffix}{request.QueryString}";
        return Task.CompletedTask;
    }

    private bool HasTwin(HttpRequest request, string suffix)
    {
        var twin = $"{request.Path}.{suffix}";
        return _twins.Value.Exists(pattern => pattern.TryMatch(twin, new RouteValueDictionary()));
    }

    // Only where the first choice is a form that has a twin; a browser's first choice is HTML.
    private static string? Wanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault() is { } first
            ? Suffixes.GetValueOrDefault(first.MediaType.ToString())
            : null;
}
