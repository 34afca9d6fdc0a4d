using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Parvis.Kernel.Records.Codes;

/// <summary>What a source says about a licence.</summary>
public abstract record StatedLicence
{
    /// <summary>It names licences we know.</summary>
    /// <param name="Expression">As SPDX expression; a family without its version is a <c>LicenseRef-</c>, because the version is not ours to guess.</param>
    public sealed record Known(LicenceExpression Expression) : StatedLicence;

    /// <summary>It says nothing, or that nobody knows.</summary>
    public sealed record NotStated : StatedLicence;

    /// <summary>It says something we cannot name.</summary>
    /// <param name="Text">Its words.</param>
    public sealed record Other(string Text) : StatedLicence;
}

/// <summary>Reads how catalogues write licences (SPDX ids, Hugging Face and CKAN ids, names, addresses) as SPDX expressions. Never guesses.</summary>
public static partial class LicenceText
{
    private static readonly Lazy<FrozenDictionary<string, string>> Ids = new(Load);
    private static readonly FrozenSet<string> Filler = FrozenSet.Create("license", "licence", "licenses", "licences", "the", "version", "agreement", "v", "international", "unported", "generic");

    /// <summary>Reads one statement.</summary>
    public static StatedLicence ToSpdx(string? text)
    {
        var words = (text ?? "").Trim().Trim('"', '\'').Trim();
        if (LicenceExpression.TryParse(words, out var expression)) return new StatedLicence.Known(expression);
        var key = Key(words);
        if (key.Length == 0 || Licence.NotStated.Contains(key)) return new StatedLicence.NotStated();
        var id = Address().IsMatch(words) ? OfAddress(words) : Ids.Value.GetValueOrDefault(key) ?? OfBrackets(words);
        if (id is not null) return new StatedLicence.Known(LicenceExpression.Parse(id));
        return key.EndsWith("-undefined", StringComparison.Ordinal) ? new StatedLicence.NotStated() : new StatedLicence.Other(words);
    }

    /// <summary>Reads a list of statements about one work. All of them are taken to apply at once: the cautious reading, as no catalogue says whether its list is a choice.</summary>
    /// <returns>Other when one statement is; statements that say nothing are passed over.</returns>
    public static StatedLicence ToSpdx(IEnumerable<string?> texts)
    {
        var stated = texts.Select(ToSpdx).Where(one => one is not StatedLicence.NotStated).Distinct().ToArray();
        if (stated.Length == 0) return new StatedLicence.NotStated();
        if (!stated.All(one => one is StatedLicence.Known)) return new StatedLicence.Other(string.Join(", ", stated.Select(Say)));
        return new StatedLicence.Known(stated.Cast<StatedLicence.Known>().Select(one => one.Expression).Aggregate((all, one) => all.And(one)));
    }

    private static string Say(StatedLicence stated) => stated switch
    {
        StatedLicence.Known known => known.Expression.Value,
        StatedLicence.Other other => other.Text,
        _ => "",
    };

    private static string? OfBrackets(string words) =>
        Brackets().Match(words) is { Success: true } match ? Ids.Value.GetValueOrDefault(Key(match.Groups["inside"].Value)) : null;

    /// <summary>The licence at a well-known address: the host says whose list it is, the path says which.</summary>
    private static string? OfAddress(string text)
    {
        var path = Decoration().Replace(Address().Replace(text, ""), "");
        var key = Key(path);
        if (Ids.Value.TryGetValue(key, out var whole)) return whole;
        var segments = path.Split(['/', '#', '?'], StringSplitOptions.RemoveEmptyEntries);
        var name = segments[0].ToLowerInvariant() switch
        {
            "creativecommons.org" => CreativeCommons(segments),
            "apache.org" when segments is [_, "licenses", ..] => "apache-" + segments[^1],
            "mozilla.org" when segments.Length > 2 => "mpl-" + segments[^1],
            "arxiv.org" when segments is [_, "licenses", .. var rest] => "arxiv-" + string.Join('-', rest),
            "opendatacommons.org" when segments is [_, "licenses", var family, ..] => family == "by" ? "odc-by" : family,
            "nationalarchives.gov.uk" when segments is [_, "doc", "open-government-licence", "version", var number, ..] => $"ogl-uk-{number}.0",
            "publications.europa.eu" or "resources.data.gov" => EuropeanCode().Replace(segments[^1].ToLowerInvariant(), "by-${first}-${second}"),
            "etalab.gouv.fr" or "opensource.org" or "spdx.org" or "choosealicense.com" or "opendefinition.org" or "gnu.org" => segments[^1],
            _ => null,
        };
        return name is null ? null : Ids.Value.GetValueOrDefault(Key(Versions().Replace(name, "${major}.${minor}")));
    }

    private static string? CreativeCommons(string[] segments) => segments switch
    {
        [_, "publicdomain", "zero", ..] => "cc0-1.0",
        [_, "publicdomain", "mark", ..] => "cc-pdm-1.0",
        [_, "licenses", "publicdomain", ..] => "cc-pddc",
        [_, "licenses", var kind, .. var rest] => $"cc-{kind}-{string.Join('-', rest)}".TrimEnd('-'),
        _ => null,
    };

    /// <summary>The words that tell licences apart, joined with hyphens: "Apache License, Version 2.0" and "apache-2.0" are the same.</summary>
    private static string Key(string text)
    {
        var words = Words().Matches(text.ToLowerInvariant())
            .Select(match => NumberWithV().Replace(match.Value.TrimEnd('.'), "${number}"))
            .Where(word => word.Length > 0 && !Filler.Contains(word));
        var key = string.Join('-', words);
        if (!key.StartsWith("creative-commons", StringComparison.Ordinal) && !key.StartsWith("cc-", StringComparison.Ordinal)) return key;
        return CreativeWords().Replace(key, match => match.Value[0] switch
        {
            'c' => "cc",
            'a' => "by",
            's' => "sa",
            _ => match.Value.Contains('d', StringComparison.Ordinal) ? "nd" : "nc",
        });
    }

    private static FrozenDictionary<string, string> Load()
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var licence in Licence.All) ids.TryAdd(Key(licence.Id), licence.Id);
        foreach (var (alias, id) in Licence.Aliases) ids.TryAdd(Key(alias), id);
        foreach (var name in Licence.All.GroupBy(licence => Key(licence.Name), StringComparer.Ordinal))
        {
            if (name.Count() == 1) ids.TryAdd(name.Key, name.First().Id);
        }
        return ids.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^https?://(?:www\.)?", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"(?:/legalcode|/deed)?(?:\.[a-z]{2})?(?:\.html?|\.txt|\.php|\.json)?/*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decoration();

    [GeneratedRegex(@"[\p{L}\p{M}0-9.+]+", RegexOptions.None, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"^v(?<number>\d.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberWithV();

    [GeneratedRegex(@"creative-commons|attribution|non-?commercial|no-?deriv(?:ative)?s?(?:-works)?|share-?alike", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CreativeWords();

    [GeneratedRegex(@"\((?<inside>[^()]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"by(?<first>nc|sa|nd)(?<second>sa|nd)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EuropeanCode();

    [GeneratedRegex(@"(?<=_)(?<major>\d)_(?<minor>\d)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Versions();
}
