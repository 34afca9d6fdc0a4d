using System.Text.RegularExpressions;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>Package URLs (ECMA-427) of what a model is made from.</summary>
internal static partial class PackageAddress
{
    /// <summary>Of a model on the Hugging Face Hub, where its name has that form and a card says it; else null.</summary>
    public static string? OnTheHub(Stated model) => model.Path.EndsWith(".md", StringComparison.Ordinal) && HubName().IsMatch(model.Words) ? $"pkg:huggingface/{model.Words}" : null;

    /// <summary>Of a Python package.</summary>
    public static string OnPyPi(string name, string? version) => $"pkg:pypi/{name.ToLowerInvariant().Replace('_', '-')}{(version is null ? "" : $"@{Uri.EscapeDataString(version)}")}";

    /// <summary>Name and version of a line of requirements; the version only where exactly one will do (<c>==</c>). Nulls where it has another form.</summary>
    public static (string? Name, string? Version) Requirement(string line) =>
        RequirementLine().Match(line) is { Success: true } match ? (match.Groups["name"].Value, match.Groups["version"] is { Success: true } version ? version.Value : null) : (null, null);

    [GeneratedRegex(@"\A[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript, 1000)]
    private static partial Regex HubName();

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9][A-Za-z0-9._-]{0,99})(\[[^\]]*\])?\s*(==\s*(?<version>[A-Za-z0-9.+!-]{1,50})\s*(;.*)?|([<>~!=].*)?(;.*)?)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RequirementLine();
}
