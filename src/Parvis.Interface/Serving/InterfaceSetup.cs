using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Languages;

namespace Parvis.Interface.Serving;

/// <summary>How the host sets the interface up.</summary>
public static class InterfaceSetup
{
    /// <summary>Adds server-drawn pages in the languages of <paramref name="texts"/>.</summary>
    /// <param name="services">The node's services.</param>
    /// <param name="texts">All texts, those of this assembly among them.</param>
    public static IServiceCollection AddInterface(this IServiceCollection services, Texts texts)
    {
        services.AddLanguages(texts).AddRazorComponents();
        // Letters stay letters: written as character references, an Arabic page would be twice as heavy.
        return services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }
}
