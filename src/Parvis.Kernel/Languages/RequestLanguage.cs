namespace Parvis.Kernel.Languages;

/// <summary>The language of the page being made, and where in the site it is; one per request, set by <see cref="LanguagePath"/>.</summary>
/// <param name="texts">All texts.</param>
public sealed class RequestLanguage(Texts texts)
{
    /// <summary>The texts in the reader's language.</summary>
    public LanguageTexts Texts { get; private set; } = texts.In(InterfaceLanguages.Source);

    /// <summary>BCP 47 tag of the reader's language.</summary>
    public string Tag => Texts.Tag;

    /// <summary>Scheme and host of the node as the reader sees it, e.g. <c>https://node.example</c>; empty outside a request.</summary>
    public string Origin { get; private set; } = "";

    /// <summary>Path of the page below the language, e.g. <c>/commons</c>.</summary>
    public string Path { get; private set; } = "/";

    /// <summary>Query of the page with its question mark, or empty.</summary>
    public string Query { get; private set; } = "";

    /// <summary>The address of a page in the reader's language: <c>/commons</c> becomes <c>/fr/commons</c>. Other addresses stay as they are.</summary>
    /// <param name="path">Path below the language, beginning with a slash; or an absolute address, a fragment or a query.</param>
    public string Link(string path) => path.StartsWith('/') ? $"/{Tag}{path}" : path;

    /// <summary>The address of this page in another language, below the origin.</summary>
    /// <param name="tag">The other language's tag.</param>
    public string InLanguage(string tag) => $"/{tag}{Path}{Query}";

    /// <summary>Sets the language and the place; called once, before anything is written.</summary>
    /// <param name="tag">One of <see cref="InterfaceLanguages"/>.</param>
    /// <param name="origin">Scheme and host.</param>
    /// <param name="path">Path below the language.</param>
    /// <param name="query">Query with its question mark, or empty.</param>
    public void Choose(string tag, string origin = "", string path = "/", string query = "")
    {
        Texts = texts.In(tag);
        (Origin, Path, Query) = (origin, path.Length == 0 ? "/" : path, query);
    }
}
