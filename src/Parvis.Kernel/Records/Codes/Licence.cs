using System.Collections.Frozen;

namespace Parvis.Kernel.Records.Codes;

/// <summary>One licence of the SPDX licence list, or one of ours named <c>LicenseRef-…</c>.</summary>
/// <param name="Id">Its SPDX id in the list's spelling, e.g. <c>CC-BY-4.0</c>.</param>
/// <param name="Name">Its English name.</param>
/// <param name="OsiApproved">True when the Open Source Initiative approved it.</param>
/// <param name="FsfLibre">True when the Free Software Foundation calls it free.</param>
/// <param name="Deprecated">True when SPDX has a better id for it.</param>
/// <param name="Open">True when anyone may use, change and share the work for any purpose (Open Definition 2.1 and its like for software and models); false when not; null when nobody judged it.</param>
public sealed record Licence(string Id, string Name, bool OsiApproved = false, bool FsfLibre = false, bool Deprecated = false, bool? Open = null)
{
    private static readonly Lazy<Tables> Loaded = new(Load);

    /// <summary>All licences that are known.</summary>
    public static IReadOnlyCollection<Licence> All => Loaded.Value.Licences.Values;

    /// <summary>The licence of an SPDX id, in any case; a well-formed <c>LicenseRef-</c> that is not in the table is a licence nobody judged; else null.</summary>
    public static Licence? Find(string id)
    {
        if (Loaded.Value.Licences.TryGetValue(id, out var licence)) return licence;
        return id.StartsWith("LicenseRef-", StringComparison.Ordinal) && id.Length > "LicenseRef-".Length ? new Licence(id, id) : null;
    }

    internal static FrozenDictionary<string, string> Aliases => Loaded.Value.Aliases;

    internal static FrozenSet<string> NotStated => Loaded.Value.NotStated;

    internal static string? Exception(string id) => Loaded.Value.Exceptions.TryGetValue(id, out var exact) ? exact : null;

    private static Tables Load()
    {
        var document = ReferenceTable.Read<Document>("licences");
        return new(
            document.Licences.ToFrozenDictionary(licence => licence.Id, StringComparer.OrdinalIgnoreCase),
            document.Exceptions.ToFrozenSet(StringComparer.OrdinalIgnoreCase),
            document.Aliases.ToFrozenDictionary(),
            document.NotStated.ToFrozenSet());
    }

    private sealed record Tables(FrozenDictionary<string, Licence> Licences, FrozenSet<string> Exceptions, FrozenDictionary<string, string> Aliases, FrozenSet<string> NotStated);

    private sealed record Document(List<Licence> Licences, List<string> Exceptions, Dictionary<string, string> Aliases, List<string> NotStated);
}
