using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parvis.Audit.Indicators;
using Parvis.Interface.Components;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Pages;

/// <summary>A report as one HTML file, drawn by the components that draw the node's page.</summary>
internal static class AuditHtml
{
    /// <summary>The document in the language <paramref name="tag"/>; the same report gives the same text.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="tag">One of <see cref="InterfaceLanguages"/>.</param>
    /// <param name="shape">How much of it; all of it where nothing is said.</param>
    public static async Task<string> WriteAsync(AuditReport report, string tag, DocumentShape? shape = null)
    {
        await using var services = new ServiceCollection().AddLogging()
            .AddSingleton(new Texts(typeof(AuditModule).Assembly, typeof(LocalizedComponent).Assembly)).AddSingleton<RequestLanguage>()
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        var language = services.GetRequiredService<RequestLanguage>();
        language.Choose(tag);
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(AuditFile.Title)] = Shown.Words(report.Subject.Name),
            [nameof(AuditFile.ChildContent)] = AuditDocument.Of(report, language, shape ?? DocumentShape.Whole),
        });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<AuditFile>(parameters)).ToHtmlString());
    }
}
