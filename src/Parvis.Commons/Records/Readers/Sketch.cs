using System.Globalization;
using Parvis.Commons.Records.Formats;
using Parvis.Kernel.Languages;

namespace Parvis.Commons.Records.Readers;

/// <summary>Gathers what a source says of one thing; <see cref="Build"/> puts each list in its one order.</summary>
internal sealed class Sketch(string authority, string key, string? kind)
{
    private const int LongestValue = 1_000;
    private readonly List<KeyValuePair<string, string>> _titles = [];
    private readonly List<KeyValuePair<string, string>> _descriptions = [];
    private readonly HashSet<Uri> _repositories = [];
    private readonly HashSet<string> _identifiers = [];
    private readonly HashSet<LicenceStatement> _licences = [];
    private readonly HashSet<string> _languages = [];
    private readonly HashSet<string> _countries = [];
    private readonly HashSet<int> _sdgs = [];
    private readonly HashSet<string> _themes = [];
    private readonly List<Organisation> _organisations = [];
    private readonly HashSet<Relation> _relations = [];
    private readonly List<Fact> _facts = [];

    public string Authority => authority;

    public string Key => key;

    public Uri? Homepage { get; set; }

    public string? Version { get; set; }

    public DateOnly? Released { get; set; }

    public DateOnly? Modified { get; set; }

    public bool HasTitle => _titles.Count > 0;

    public void Title(string? words, string language = LocalizedText.Undetermined)
    {
        if (words is not null && PlainText.OfLine(words) is { Length: > 0 } line) _titles.Add(new(language, PlainText.Cut(line, 300)));
    }

    public void Description(string? text, string language = LocalizedText.Undetermined, int longest = Limits.DescriptionLength)
    {
        if (text is not null && PlainText.OfHtml(text, longest) is { Length: > 0 } plain) _descriptions.Add(new(language, plain));
    }

    /// <summary>The thing's own page, which identifies it when the address does so at all.</summary>
    public void OwnPage(Uri? address)
    {
        Homepage ??= address;
        Identifies(address);
    }

    /// <summary>The thing's own repository.</summary>
    public void OwnRepository(Uri? address)
    {
        Repository(address);
        Identifies(address);
    }

    /// <summary>A repository it shares with other things.</summary>
    public void Repository(Uri? address)
    {
        if (address is not null) _repositories.Add(address);
    }

    public void Identifies(Uri? address)
    {
        if (address is not null) Identifies(Identifier.Of(address));
    }

    public void Identifies(string? identifier)
    {
        if (identifier is not null) _identifiers.Add(identifier);
    }

    public void Licence(string? text, Uri? source = null, string? component = null)
    {
        if (text is null && source is null) return;
        var words = PlainText.Cut(text ?? source!.AbsoluteUri, LongestValue);
        _licences.Add(new LicenceStatement(words, Codes.Spdx(words), source, component));
    }

    public void Language(string? text)
    {
        if (text is not null && Codes.Language(text) is { } tag) _languages.Add(tag);
    }

    /// <summary>True when the words name a country.</summary>
    public bool Country(string text)
    {
        var code = Codes.Country(text);
        if (code is not null) _countries.Add(code);
        return code is not null;
    }

    /// <summary>True when there is such a goal.</summary>
    public bool Sdg(long? number)
    {
        if (number is not (>= 1 and <= 17)) return false;
        _sdgs.Add((int)number.Value);
        return true;
    }

    public void Theme(string? words)
    {
        if (words is not null && PlainText.OfLine(words) is { Length: > 0 and <= 100 } theme) _themes.Add(theme);
    }

    public void Organisation(string? name, Uri? homepage = null, string? role = null)
    {
        if (name is not null && PlainText.OfLine(name) is { Length: > 0 } line) _organisations.Add(new Organisation(PlainText.Cut(line, 300), homepage, role));
    }

    public void Relates(string type, string? target)
    {
        if (target is not null) _relations.Add(new Relation(type, target));
    }

    public void Relates(string type, Uri? address)
    {
        if (address is not null) Relates(type, Identifier.Target(address));
    }

    public void Fact(string name, string? value, string? unit = null, Uri? citation = null, DateOnly? accessed = null)
    {
        if (value is not null && PlainText.WithoutMail(value).Trim() is { Length: > 0 } words) _facts.Add(new Fact(name, PlainText.Cut(words, LongestValue), unit, citation, accessed));
    }

    public void Fact(string name, long? value, string? unit = null)
    {
        if (value is { } number) Fact(name, number.ToString(CultureInfo.InvariantCulture), unit);
    }

    public SourceRecord Build() => new(
        authority,
        key,
        kind,
        new LocalizedText(_titles),
        new LocalizedText(_descriptions),
        Homepage,
        [.. _repositories.OrderBy(r => r.AbsoluteUri, StringComparer.Ordinal)],
        _identifiers.Sorted(),
        [.. _licences.OrderBy(l => l.Component, StringComparer.Ordinal).ThenBy(l => l.Text, StringComparer.Ordinal).ThenBy(l => l.Source?.AbsoluteUri, StringComparer.Ordinal)],
        _languages.Sorted(),
        _countries.Sorted(),
        [.. _sdgs.Order()],
        _themes.Sorted(),
        Values.Distinct(_organisations),
        Version,
        Released,
        Modified,
        [.. _relations.OrderBy(r => r.Type, StringComparer.Ordinal).ThenBy(r => r.Target, StringComparer.Ordinal)],
        [.. Enumerable.Distinct(_facts).OrderBy(f => f.Name, StringComparer.Ordinal)]);
}
