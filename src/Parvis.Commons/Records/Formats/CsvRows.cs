using Sylvan.Data.Csv;

namespace Parvis.Commons.Records.Formats;

/// <summary>Reads CSV (RFC 4180) with a header row, row by row.</summary>
internal static class CsvRows
{
    /// <summary>One row: the text of a column by its header, empty as null.</summary>
    internal sealed record Row(Place Place, IReadOnlySet<string> Header, IReadOnlyDictionary<string, string> Columns)
    {
        public string? this[string column] => Columns.GetValueOrDefault(column);

        /// <summary>True when the file has such a column.</summary>
        public bool Names(string column) => Header.Contains(column);
    }

    /// <summary>The columns of the file, its rows, and at most one break at the end.</summary>
    public static IEnumerable<(Row? Row, Piece.Broken? Broken)> Read(Stream stream, string file)
    {
        using var text = new StreamReader(new Utf8Guard(stream), System.Text.Encoding.UTF8);
        CsvDataReader? rows = null;
        var header = new HashSet<string>(StringComparer.Ordinal);
        for (var index = -1; ; index++)
        {
            var (row, broken) = Next(ref rows, header, text, file, index);
            if (row is null && broken is null && index >= 0) break;
            if (row is not null || broken is not null) yield return (row, broken);
            if (broken is not null) break;
        }
        rows?.Dispose();
    }

    private static (Row? Row, Piece.Broken? Broken) Next(ref CsvDataReader? rows, HashSet<string> header, StreamReader text, string file, int index)
    {
        var place = new Place(file, JsonPointer.Child("", Math.Max(0, index)), Line: null, Byte: null);
        try
        {
            if (rows is null)
            {
                rows = CsvDataReader.Create(text, new CsvDataReaderOptions { MaxBufferSize = Limits.RecordBytes, Culture = System.Globalization.CultureInfo.InvariantCulture });
                for (var column = 0; column < rows.FieldCount; column++) header.Add(rows.GetName(column));
                return default;
            }
            return rows.Read() ? (Take(rows, place, header), null) : default;
        }
        catch (Exception broken) when (broken is CsvFormatException or CsvRecordTooLargeException or CsvMissingHeadersException)
        {
            return (null, new Piece.Broken(place, broken is CsvRecordTooLargeException ? "size" : "csv.syntax", broken.Message));
        }
        catch (MalformedTextException broken)
        {
            return (null, broken.In(file));
        }
        catch (InvalidDataException broken)
        {
            return (null, new Piece.Broken(place, "gzip", broken.Message));
        }
    }

    private static Row Take(CsvDataReader rows, Place place, IReadOnlySet<string> header)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var column = 0; column < rows.FieldCount && column < rows.RowFieldCount; column++)
        {
            var value = rows.GetString(column).Trim();
            if (value.Length > 0) columns[rows.GetName(column)] = value;
        }
        return new Row(place, header, columns);
    }
}
