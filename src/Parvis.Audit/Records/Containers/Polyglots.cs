using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>Files that are two formats at once: what one program shows as harmless another loads.</summary>
internal static class Polyglots
{
    /// <summary>Looks for a zip at the end of a content of another format, and examines it.</summary>
    public static void Check(Content content, Examination examination)
    {
        if (content.Sequential || ZipDirectory.AtEnd(content) is not { } start) return;
        examination.Find(ContainerRules.ZipAtEnd, start);
        examination.Member(content.Slice("zip", start, content.Length - start));
    }
}
