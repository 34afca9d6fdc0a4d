using System.Text;

namespace Parvis.Audit.Records.Containers;

/// <summary>Names that members of archives bear, as a program that unpacks them would use them.</summary>
internal static class MemberNames
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>A name as text: UTF-8 where it is, otherwise byte by byte.</summary>
    public static string Text(ReadOnlySpan<byte> name)
    {
        try
        {
            return Strict.GetString(name);
        }
        catch (ArgumentException)
        {
            return Encoding.Latin1.GetString(name);
        }
    }

    /// <summary>The name as part of a path of a report: control characters would let a file write its own lines there.</summary>
    public static string InPath(string name)
    {
        if (!name.Any(char.IsControl)) return name;
        return string.Create(name.Length, name, (into, from) =>
        {
            for (var i = 0; i < into.Length; i++) into[i] = char.IsControl(from[i]) ? '�' : from[i];
        });
    }

    /// <summary>Whether unpacking to this name writes outside the folder chosen: an absolute path, a drive, a share, or a step up on any system.</summary>
    public static bool Slips(string name) =>
        name.StartsWith('/') || name.StartsWith('\\') || (name.Length > 2 && name[1] == ':' && (name[2] is '/' or '\\') && char.IsAsciiLetter(name[0])) || Parts(name).Contains("..");

    /// <summary>Where a link ends, without its escaping; null when it leaves the archive.</summary>
    /// <param name="link">Name of the link.</param>
    /// <param name="target">What it says.</param>
    /// <param name="fromRoot">The target is counted from the root of the archive (a hard link) and not from the link's folder.</param>
    /// <param name="links">Names that are symbolic links: a step up behind one of them goes where the link went.</param>
    public static string? Target(string link, string target, bool fromRoot, IReadOnlySet<string> links)
    {
        if (target.Contains('\0') || (Slips(target) && !Parts(target).Contains("..")) || target.StartsWith('/')) return null;
        var at = new List<string>();
        if (!fromRoot) at.AddRange(Parts(link).SkipLast(1).Where(part => part is not "" and not "."));
        if (Through(at, links)) return null;
        foreach (var part in Parts(target))
        {
            if (part is "" or ".") continue;
            if (part != "..") at.Add(part);
            else if (at.Count == 0 || Through(at, links)) return null;
            else at.RemoveAt(at.Count - 1);
        }
        return string.Join('/', at);
    }

    private static bool Through(List<string> folder, IReadOnlySet<string> links)
    {
        if (links.Count == 0) return false;
        for (var i = 1; i <= folder.Count; i++)
            if (links.Contains(string.Join('/', folder.Take(i)))) return true;
        return false;
    }

    private static string[] Parts(string name) => name.Split('/', '\\');
}
