using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>Zips: what their members are called decides whether they are a model's (<see cref="IZipFormat"/>); all members are examined.</summary>
/// <param name="formats">Formats that are zips.</param>
/// <param name="anywhere">Also zips that begin after other bytes; such a reader comes last, when no other knows the content.</param>
internal sealed class ZipReader(IReadOnlyList<IZipFormat> formats, bool anywhere = false) : IFormatReader
{
    public string Format => "zip";

    public bool Recognises(Content content) => anywhere ? ZipDirectory.AtEnd(content) is not null : ZipDirectory.Recognises(content);

    public void Read(Content content, Examination examination)
    {
        var zip = ZipDirectory.Read(content, examination);
        examination.Facts[FactNames.Members] = zip.Entries.Count;
        try
        {
            if (formats.FirstOrDefault(format => format.Recognises(zip)) is not { } format) return;
            examination.Report.Format = format.Format;
            format.Read(zip, examination);
        }
        finally
        {
            zip.ExamineRest();
        }
    }
}
