using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Tests.Languages;

public sealed class LanguagePathTests
{
    [Fact]
    public async Task The_language_is_taken_off_the_path_before_routing()
    {
        var (context, language) = await VisitAsync("/ar/commons", "?q=x");
        Assert.Equal(("/ar", "/commons"), (context.Request.PathBase.Value, context.Request.Path.Value));
        Assert.Equal(("ar", "/commons", "?q=x", "https://node.example"), (language.Tag, language.Path, language.Query, language.Origin));
        Assert.Equal("/ar/commons/a", language.Link("/commons/a"));
        Assert.Equal("/fr/commons?q=x", language.InLanguage("fr"));
        Assert.Equal(200, context.Response.StatusCode);
    }

    [Fact]
    public async Task The_bare_language_is_the_home_page()
    {
        var (context, language) = await VisitAsync("/fr");
        Assert.Equal("/", context.Request.Path.Value);
        Assert.Equal(("fr", "/"), (language.Tag, language.Path));
    }

    [Theory]
    [InlineData("/", "", "/fr/")]
    [InlineData("/commons", "?q=x", "/fr/commons?q=x")]
    [InlineData("/apiary", "", "/fr/apiary")]
    [InlineData("/french", "", "/fr/french")]
    public async Task A_page_without_a_language_leads_to_the_readers_own(string path, string query, string location)
    {
        var (context, _) = await VisitAsync(path, query);
        Assert.Equal((302, location, "Accept-Language"), (context.Response.StatusCode, context.Response.Headers.Location.ToString(), context.Response.Headers.Vary.ToString()));
    }

    [Fact]
    public async Task A_form_posted_without_a_language_keeps_its_method()
    {
        var (context, _) = await VisitAsync("/commons/claim", method: "POST");
        Assert.Equal(307, context.Response.StatusCode);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/commons/records")]
    [InlineData("/ledger/checkpoint")]
    public async Task What_is_in_no_language_is_let_through_with_the_readers_best(string path)
    {
        var (context, language) = await VisitAsync(path);
        Assert.Equal((200, path), (context.Response.StatusCode, context.Request.Path.Value));
        Assert.Equal("fr", language.Tag);
    }

    private static async Task<(HttpContext Context, RequestLanguage Language)> VisitAsync(string path, string query = "", string method = "GET")
    {
        var language = new RequestLanguage(new Texts([]));
        var context = new DefaultHttpContext();
        (context.Request.Scheme, context.Request.Host, context.Request.Method) = ("https", new HostString("node.example"), method);
        (context.Request.Path, context.Request.QueryString) = (path, new QueryString(query));
        context.Request.Headers.AcceptLanguage = "fr-SN, en;q=0.4";
        await new LanguagePath(_ => Task.CompletedTask, ["/api", "/ledger/checkpoint"]).InvokeAsync(context, language);
        return (context, language);
    }
}
