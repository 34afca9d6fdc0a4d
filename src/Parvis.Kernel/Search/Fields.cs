namespace Parvis.Kernel.Search;

/// <summary>Names of the fields of the index.</summary>
internal static class Fields
{
    /// <summary>Id of the record: found by it, read from it.</summary>
    public const string Id = "id";

    /// <summary>Module of the record.</summary>
    public const string Module = "module";

    /// <summary>Change sequence of the record.</summary>
    public const string Sequence = "sequence";

    /// <summary>Every word of the record, folded, whatever its language, with its place.</summary>
    public const string Words = "words";

    /// <summary>The folded words of titles and keywords, for a word still being typed.</summary>
    public const string Names = "names";

    /// <summary>Stems of titles in one language.</summary>
    public static string Title(string language) => "t_" + language;

    /// <summary>Stems of descriptions in one language.</summary>
    public static string Text(string language) => "d_" + language;

    /// <summary>Values of one facet.</summary>
    public static string Facet(string name) => "f_" + name;

    /// <summary>Sort key of the title that a reader of one language sees.</summary>
    public static string Order(string language) => "o_" + language;

    /// <summary>The language of a field made by <see cref="Title"/> or <see cref="Text"/>; empty for the others.</summary>
    public static string LanguageOf(string field) => field[1] == '_' ? field[2..] : "";
}
