using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>Tables as text with delimiters. Source: RFC 4180, and what spreadsheets write.</summary>
internal sealed class CsvReader : IFormatReader
{
    public string Format => "csv";

    public bool Recognises(Content content) => content.Extension is ".csv" or ".tsv";

    public void Read(Content content, Examination examination) => new CsvTable(content, examination).Read();
}

/// <summary>One such table while it is read, a character at a time.</summary>
internal sealed partial class CsvTable(Content content, Examination examination)
{
    private const int LongestCell = 256, MostColumns = 10_000;

    private readonly StringBuilder _cell = new();
    private readonly List<TextColumn> _columns = [];
    private readonly List<long> _taken = [];
    private long _rows, _ragged, _formulas, _line = 1;
    private (long At, long Line, string Cell)? _formula;
    private int _column;
    private bool _head = true;

    public void Read()
    {
        var (encoding, skip) = Encode(content);
        using var stream = content.Open(skip);
        using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, 1 << 16);
        var characters = ArrayPool<char>.Shared.Rent(1 << 16);
        var delimiter = content.Extension == ".tsv" ? '\t' : Delimiter(content, encoding, skip);
        var (quoted, closing, after, at, open, any) = (false, false, false, (long)skip, 0L, false);
        for (int count; (count = reader.ReadBlock(characters, 0, 1 << 16)) > 0;)
        {
            examination.Budget.Check();
            for (var i = 0; i < count; i++, at++)
            {
                var letter = characters[i];
                if (letter == '\0') throw new MalformedException(TableRules.CsvBinary, at);
                if (letter == '\n') _line++;
                if (quoted)
                {
                    if (letter == '"') (quoted, closing) = (false, true);
                    else Add(letter);
                    continue;
                }
                if (letter == '"' && (closing || (_cell.Length == 0 && !after)))
                {
                    if (closing) Add('"');
                    else open = _line;
                    (quoted, closing, after, any) = (true, false, true, true);
                }
                else if (letter == delimiter) { Cell(at); (closing, after, any) = (false, false, true); }
                else if (letter is '\n' or '\r')
                {
                    if (letter == '\n' || (i + 1 < count ? characters[i + 1] : reader.Peek()) != '\n')
                    {
                        if (any || _cell.Length > 0) { Cell(at); Row(); }
                        (closing, after, any) = (false, false, false);
                    }
                }
                else { Add(letter); (closing, any) = (false, true); }
            }
        }
        ArrayPool<char>.Shared.Return(characters);
        if (quoted) throw new MalformedException(TableRules.CsvQuote, at, ("line", $"{open}"));
        if (any || _cell.Length > 0) { Cell(at); Row(); }
        Report(encoding, delimiter);
    }

    private void Add(char letter)
    {
        if (_cell.Length < LongestCell) _cell.Append(letter);
    }

    private void Cell(long at)
    {
        var cell = _cell.ToString();
        _cell.Clear();
        if (IsFormula(cell))
        {
            _formulas++;
            _formula ??= (at, _line, cell);
        }
        if (_head)
        {
            if (_columns.Count < MostColumns) { _columns.Add(new(cell)); _taken.Add(0); }
        }
        else if (_column < _columns.Count)
        {
            _columns[_column].Take(cell.Trim());
            _taken[_column]++;
        }
        _column++;
    }

    private void Row()
    {
        if (_head) _head = false;
        else
        {
            _rows++;
            if (_column != _columns.Count && _columns.Count < MostColumns) _ragged++;
        }
        _column = 0;
    }

    private void Report(Encoding encoding, char delimiter)
    {
        if (_formula is { } formula) examination.Find(TableRules.CsvFormula, formula.At, ("line", $"{formula.Line}"), ("cell", formula.Cell), ("count", $"{_formulas}"));
        if (_ragged > 0) examination.Find(TableRules.CsvRagged, null, ("count", $"{_ragged}"));
        examination.Facts[FactNames.Rows] = _rows;
        examination.Facts[FactNames.Ragged] = _ragged;
        examination.Facts[FactNames.Columns] = new JsonArray([.. _columns.Select((column, i) => (JsonNode)column.Fact(_rows - _taken[i]))]);
        examination.Facts[FactNames.Dialect] = new JsonObject { ["encoding"] = encoding.WebName, ["delimiter"] = delimiter.ToString() };
    }

    /// <summary>
    /// Whether a spreadsheet would calculate the cell. A sign before a number is no formula, nor is a face in a chat or a name after @.
    /// Source: OWASP, CSV Injection.
    /// </summary>
    internal static bool IsFormula(string cell)
    {
        if (cell.Length < 3 || char.IsAsciiLetterOrDigit(cell[0])) return false;
        var text = cell.TrimStart(' ', '\t', '\r', '\n', '\'', '"').Normalize(NormalizationForm.FormKC);
        return text.Length > 2 && text[0] is '=' or '+' or '-' or '@' && Formula().IsMatch(text) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    [GeneratedRegex("""^([=+\-@].*\|.*!|[=@]\s*[=+\-@(]*\s*[A-Za-z_][\w.]*\s*\(|[+\-][=+\-@(]*\s*[A-Z][A-Z0-9.]+\(|=\s*[+\-(]*\s*(\$?[A-Z]{1,3}\$?\d|\d+(\.\d+)?\s*[-+*/^&]|"[^"]*"\s*&|'?[\w\[\]. ]+'?!\$?[A-Z]|\{))""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Formula();

    /// <summary>UTF-8 or UTF-16 where the file says so or is so; otherwise the bytes as Latin-1.</summary>
    private static (Encoding Encoding, int Skip) Encode(Content content)
    {
        var head = content.Head;
        if (head is [0xEF, 0xBB, 0xBF, ..]) return (Encoding.UTF8, 3);
        if (head is [0xFF, 0xFE, ..]) return (Encoding.Unicode, 2);
        if (head is [0xFE, 0xFF, ..]) return (Encoding.BigEndianUnicode, 2);
        var cut = head.Length;
        while (cut > 0 && head.Length - cut < 4 && content.Length > head.Length && head[cut - 1] >= 0x80) cut--; // a character may be cut off there
        return (System.Text.Unicode.Utf8.IsValid(head[..cut]) ? Encoding.UTF8 : Encoding.Latin1, 0);
    }

    /// <summary>The delimiter that is most frequent outside quotes in the first line.</summary>
    private static char Delimiter(Content content, Encoding encoding, int skip)
    {
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0, ['|'] = 0 };
        var quoted = false;
        foreach (var letter in encoding.GetString(content.Head[Math.Min(skip, content.Head.Length)..]))
        {
            if (letter == '"') quoted = !quoted;
            else if (!quoted && letter is '\n' or '\r') break;
            else if (!quoted && counts.TryGetValue(letter, out var count)) counts[letter] = count + 1;
        }
        return counts.MaxBy(pair => pair.Value).Key;
    }
}
