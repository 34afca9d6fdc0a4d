using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Parvis.Kernel.Languages;

/// <summary>
/// Takes the language off the front of a path before routing: <c>/fr/commons</c> is routed as <c>/commons</c> with <c>/fr</c> in <see cref="HttpRequest.PathBase"/>.
/// A page without a language is redirected to the reader's best one; what the host lists as being in no language is let through.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="withoutLanguage">Path prefixes that are in no language, e.g. <c>/api</c>.</param>
internal sealed class LanguagePath(RequestDelegate next, IReadOnlyList<string> withoutLanguage)
{
    public Task InvokeAsync(HttpContext context, RequestLanguage language)
    {
        var request = context.Request;
        var (tag, path) = InterfaceLanguages.Split(request.Path.Value is { Length: > 0 } given ? given : "/");
        var chosen = tag ?? AcceptLanguage.Best(request.Headers.AcceptLanguage, InterfaceLanguages.All);
        language.Choose(chosen, $"{request.Scheme}://{request.Host}", path, request.QueryString.Value ?? "");
        if (tag is not null) (request.PathBase, request.Path) = (request.PathBase.Add("/" + tag), path);
        else if (!IsWithoutLanguage(request.Path)) return RedirectAsync(context, chosen);
        return next(context);
    }

    private bool IsWithoutLanguage(PathString path) => withoutLanguage.Any(prefix => path.StartsWithSegments(prefix, StringComparison.Ordinal));

    // 307 keeps a form's method and body; a page that is read gets the 302 that caches and crawlers expect.
    private static Task RedirectAsync(HttpContext context, string tag)
    {
        var request = context.Request;
        context.Response.Headers.Append("Vary", "Accept-Language");
        context.Response.StatusCode = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? StatusCodes.Status302Found : StatusCodes.Status307TemporaryRedirect;
        context.Response.Headers.Location = $"{request.PathBase}/{tag}{request.Path}{request.QueryString}";
        return Task.CompletedTask;
    }
}

/// <summary>How the host sets languages up.</summary>
public static class LanguageSetup
{
    /// <summary>Adds <see cref="Texts"/> of the assemblies given and one <see cref="RequestLanguage"/> per request.</summary>
    /// <param name="services">The node's services.</param>
    /// <param name="texts">All texts.</param>
    public static IServiceCollection AddLanguages(this IServiceCollection services, Texts texts) =>
        services.AddSingleton(texts).AddScoped<RequestLanguage>();

    /// <summary>Takes the language off the path. Must come before <c>UseRouting</c>, which the host has to call itself.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="withoutLanguage">Path prefixes that are in no language and are never redirected, e.g. <c>/api</c>, <c>/health</c>.</param>
    public static IApplicationBuilder UseLanguagePath(this IApplicationBuilder app, IReadOnlyList<string> withoutLanguage) =>
        app.UseMiddleware<LanguagePath>(withoutLanguage);
}
