using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Repository;

/// <summary>A pointer of Git LFS in the place of a file that was not fetched, whatever it is called.</summary>
internal sealed class PointerReader : IFormatReader
{
    public string Format => "lfs-pointer";

    public bool Recognises(Content content) => content.Length < 1024 && content.Head.StartsWith("version https://git-lfs.github.com/spec/"u8) && PlainText.Looks(content.Head);

    public void Read(Content content, Examination examination)
    {
        foreach (var line in PlainText.Whole(content).Split('\n'))
            if (line.StartsWith("oid sha256:", StringComparison.Ordinal)) examination.Facts[FactNames.PointedSha256] = line["oid sha256:".Length..].Trim();
        examination.Find(RepositoryRules.Pointer, 0);
    }
}
