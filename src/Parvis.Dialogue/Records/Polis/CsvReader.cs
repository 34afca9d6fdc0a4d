using System.Globalization;
using System.Text;

namespace Parvis.Dialogue.Records.Polis;

/// <summary>Rows of a CSV file (RFC 4180, UTF-8), one at a time and without holding the file, each field with its place.</summary>
internal sealed class CsvReader : IDisposable
{
    /// <summary>Letters of a row at most. The widest file has a column for each statement; what is longer lacks a quotation mark or is no CSV.</summary>
    public const int LongestRow = 1 << 24;

    /// <summary>Fields of a row at most: more than there are statement numbers.</summary>
    public const int MostFields = 1 << 21;

    // No character: decoding puts it where bytes are no UTF-8, so that the place of these is known.
    private const char NoText = '\uFFFF';

    private readonly string _file;
    private readonly StreamReader _reader;
    private readonly List<(int Start, int Length, int Line, int Column)> _fields = [];
    private readonly char[] _buffer = new char[8192];
    private char[] _row = new char[256];
    private int _rowLength;
    private int _filled;
    private int _at;
    private int _line = 1;
    private int _column = 1;
    private int _rowLine;
    private string? _fault;

    /// <param name="file">Its name, for errors.</param>
    /// <param name="content">Its bytes; closed with the reader.</param>
    public CsvReader(string file, Stream content) =>
        (_file, _reader) = (file, new StreamReader(content, Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText.ToString())), detectEncodingFromByteOrderMarks: false));

    /// <summary>The name of the file.</summary>
    public string File => _file;

    /// <summary>Fields of this row.</summary>
    public int FieldCount => _fields.Count;

    /// <summary>A field of this row, without its quotes.</summary>
    public ReadOnlySpan<char> this[int field] => _row.AsSpan(_fields[field].Start, _fields[field].Length);

    /// <summary>Reads the next row, passing over empty lines; false at the end.</summary>
    /// <exception cref="PolisFormatException">The file is no CSV or no UTF-8.</exception>
    public bool Read()
    {
        _fields.Clear();
        _rowLength = 0;
        if (_line == 1 && _column == 1 && Peek() == '\uFEFF') _at++;
        while (Peek() is '\r' or '\n') Take();
        if (Peek() < 0) return false;
        _rowLine = _line;
        while (ReadField()) { }
        return true;
    }

    /// <summary>A whole number in a field.</summary>
    /// <exception cref="PolisFormatException">The field is none from <paramref name="least"/> to <paramref name="most"/>.</exception>
    public long Number(int field, long least, long most) =>
        long.TryParse(this[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(field, "number", $"{least}..{most}");

    /// <summary>A real number in a field.</summary>
    /// <exception cref="PolisFormatException">The field is none.</exception>
    public double Real(int field) =>
        double.TryParse(this[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : throw Wrong(field, "real", "-1.5e-3");

    /// <summary>True or false in a field.</summary>
    /// <exception cref="PolisFormatException">The field is neither.</exception>
    public bool Flag(int field) => bool.TryParse(this[field], out var flag) ? flag : throw Wrong(field, "flag", "true, false");

    /// <summary>The error that a field is not what is expected.</summary>
    public PolisFormatException Wrong(int field, string rule, string expected) =>
        new(_file, _fields[field].Line, _fields[field].Column, rule, expected, this[field].ToString());

    /// <summary>The error that this row is not what is expected.</summary>
    public PolisFormatException WrongRow(string rule, string expected, string found) => new(_file, _fields[0].Line, 1, rule, expected, found);

    public void Dispose() => _reader.Dispose();

    // True when another field follows in this row.
    private bool ReadField()
    {
        var (start, line, column) = (_rowLength, _line, _column);
        if (Peek() == '"')
        {
            Take();
            while (true)
            {
                var next = Take();
                if (next < 0) throw new PolisFormatException(_file, line, column, "quote.open", "\"", "");
                if (next != '"') Append((char)next);
                else if (Peek() == '"') Append((char)Take());
                else break;
            }
            if (Peek() is not (',' or '\r' or '\n' or < 0)) throw new PolisFormatException(_file, _line, _column, "quote.after", ",", ((char)Peek()).ToString());
        }
        else
        {
            while (Peek() is not (',' or '\r' or '\n' or < 0))
            {
                if (Peek() == '"') throw new PolisFormatException(_file, _line, _column, "quote.stray", "\"\"", "\"");
                Append((char)Take());
            }
        }
        if (_fields.Count == MostFields) throw TooLong();
        _fields.Add((start, _rowLength - start, line, column));
        var end = Take();
        if (end == '\r' && Peek() == '\n') Take();
        return end == ',';
    }

    private void Append(char letter)
    {
        if (_rowLength == LongestRow) throw TooLong();
        if (_rowLength == _row.Length) Array.Resize(ref _row, _row.Length * 2);
        _row[_rowLength++] = letter;
    }

    private PolisFormatException TooLong() => new(_file, _rowLine, 1, "long", LongestRow.ToString("N0", CultureInfo.InvariantCulture), "");

    private int Peek()
    {
        if (_at == _filled) Fill();
        return _filled == 0 ? -1 : _buffer[_at];
    }

    private int Take()
    {
        var next = Peek();
        if (next < 0) return next;
        _at++;
        if (next == '\n' || (next == '\r' && Peek() != '\n')) (_line, _column) = (_line + 1, 1);
        else _column++;
        return next;
    }

    private void Fill()
    {
        if (_fault is not null) throw new PolisFormatException(_file, _line, _column, _fault, "UTF-8", "");
        (_at, _filled) = (0, _reader.Read(_buffer, 0, _buffer.Length));
        var wrong = _buffer.AsSpan(0, _filled).IndexOfAny('\0', NoText);
        if (wrong < 0) return;
        (_fault, _filled) = (_buffer[wrong] == NoText ? "utf8" : "nul", wrong);
        if (wrong == 0) Fill();
    }
}
