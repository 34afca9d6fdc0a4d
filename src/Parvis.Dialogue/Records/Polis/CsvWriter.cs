using System.Buffers.Text;
using System.Text;

namespace Parvis.Dialogue.Records.Polis;

/// <summary>Rows of a CSV file (RFC 4180, UTF-8, lines ended by LF), through a buffer of fixed size.</summary>
/// <param name="stream">Where they go; closed with the writer.</param>
/// <param name="forSpreadsheets">Words that a spreadsheet would take for a formula get an apostrophe before them, which changes them.</param>
internal sealed class CsvWriter(Stream stream, bool forSpreadsheets = false) : IAsyncDisposable
{
    private const int Longest = 128; // of what is written without looking for room
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _filled;
    private bool _isRowBegun;

    /// <summary>Writes words, in quotes where they need it.</summary>
    public void Field(ReadOnlySpan<char> words)
    {
        Separate();
        var isFormula = forSpreadsheets && words is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
        var isQuoted = words.IndexOfAny(",\"\r\n") >= 0;
        if (isQuoted) Put((byte)'"');
        if (isFormula) Put((byte)'\'');
        Span<byte> letter = stackalloc byte[4];
        foreach (var rune in words.EnumerateRunes())
        {
            if (isQuoted && rune.Value == '"') Put((byte)'"');
            foreach (var part in letter[..rune.EncodeToUtf8(letter)]) Put(part);
        }
        if (isQuoted) Put((byte)'"');
    }

    /// <summary>Writes a whole number.</summary>
    public void Field(long number)
    {
        Separate();
        Room();
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_filled), out var written);
        _filled += written;
    }

    /// <summary>Writes bytes that need no quotes, at most 100.</summary>
    public void Field(ReadOnlySpan<byte> plain)
    {
        Separate();
        Room();
        plain.CopyTo(_buffer.AsSpan(_filled));
        _filled += plain.Length;
    }

    /// <summary>Writes a field without anything.</summary>
    public void Empty() => Separate();

    /// <summary>Ends the row.</summary>
    public void End()
    {
        Put((byte)'\n');
        _isRowBegun = false;
    }

    /// <summary>Writes a row of words.</summary>
    public void Row(params IEnumerable<string> fields)
    {
        foreach (var field in fields) Field(field);
        End();
    }

    public async ValueTask DisposeAsync()
    {
        await stream.WriteAsync(_buffer.AsMemory(0, _filled));
        await stream.DisposeAsync();
    }

    private void Separate()
    {
        if (_isRowBegun) Put((byte)',');
        _isRowBegun = true;
    }

    private void Put(byte letter)
    {
        if (_filled == _buffer.Length) Flush();
        _buffer[_filled++] = letter;
    }

    private void Room()
    {
        if (_buffer.Length - _filled < Longest) Flush();
    }

    private void Flush()
    {
        stream.Write(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }
}
