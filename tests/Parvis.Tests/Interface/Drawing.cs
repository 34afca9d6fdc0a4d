using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Parvis.Interface.Serving;
using Parvis.Kernel.Languages;

namespace Parvis.Tests.Interface;

/// <summary>Draws one component as a page of a node would.</summary>
internal static class Drawing
{
    private static readonly IServiceProvider Node = BuildNode();

    public static async Task<string> OfAsync<TComponent>(string language, params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        await using var scope = Node.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestLanguage>().Choose(language, "https://node.example", "/commons/x", "?a=1");
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        var view = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value));
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(view)).ToHtmlString());
    }

    private static IServiceProvider BuildNode()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddInterface(new Texts(typeof(AssetFiles).Assembly));
        return builder.Build().Services;
    }

    public static RenderFragment Words(string words) => builder => builder.AddContent(0, words);
}
