namespace Parvis.Commons.Records.Formats;

/// <summary>A text that breaks its format, with the place.</summary>
internal sealed class MalformedTextException(string rule, string detail, int? line, long? at) : Exception($"{rule}: {detail}")
{
    public string Rule => rule;

    public string Detail => detail;

    public int? Line => line;

    public Piece.Broken In(string file) => new(new Place(file, Pointer: null, line, at), rule, detail);
}
