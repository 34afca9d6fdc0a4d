using Parvis.Commons.Records.Formats;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Records.Readers;

/// <summary>A YAML file as one piece.</summary>
internal static class YamlFile
{
    public static Piece Read(SourceFile file)
    {
        try
        {
            using var stream = Unpacked.Open(file);
            return new Piece.Whole(new Place(file.Path, "", 1, 0), YamlTree.Parse(Utf8Text.Read(stream)));
        }
        catch (MalformedTextException broken)
        {
            return broken.In(file.Path);
        }
        catch (InvalidDataException broken)
        {
            return new Piece.Broken(new Place(file.Path, Pointer: null, Line: null, Byte: null), "gzip", broken.Message);
        }
    }
}
