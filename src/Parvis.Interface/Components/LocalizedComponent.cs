using Microsoft.AspNetCore.Components;
using Parvis.Kernel.Languages;

namespace Parvis.Interface.Components;

/// <summary>A component or page that speaks the reader's language.</summary>
public abstract class LocalizedComponent : ComponentBase
{
    /// <summary>The reader's language and where in the site the page is.</summary>
    [Inject]
    public RequestLanguage Language { get; set; } = default!;

    /// <summary>The texts in the reader's language.</summary>
    protected LanguageTexts T => Language.Texts;

    /// <summary>The address of a page in the reader's language; see <see cref="RequestLanguage.Link"/>.</summary>
    /// <param name="path">Path below the language.</param>
    protected string Link(string path) => Language.Link(path);
}
