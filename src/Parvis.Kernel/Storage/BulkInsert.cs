using System.Data.Common;
using Npgsql;

namespace Parvis.Kernel.Storage;

/// <summary>Writes many rows of one table as fast as the database allows: a prepared statement on SQLite, binary COPY on PostgreSQL.</summary>
public static class BulkInsert
{
    /// <summary>Inserts <paramref name="rows"/> into <paramref name="table"/> inside <paramref name="transaction"/>.</summary>
    /// <param name="transaction">The writer's transaction.</param>
    /// <param name="table">Table name, a constant of the caller.</param>
    /// <param name="columns">Column names, constants of the caller.</param>
    /// <param name="rows">One array a row, in the order of <paramref name="columns"/>: string, long, int, byte[] or null.</param>
    /// <param name="cancel">Stops between rows.</param>
    /// <returns>The number of rows written.</returns>
    public static async Task<int> InsertAsync(DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken cancel)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        return connection is NpgsqlConnection postgres
            ? await CopyAsync(postgres, table, columns, rows, cancel)
            : await PreparedAsync(connection, transaction, table, columns, rows, cancel);
    }

    private static async Task<int> CopyAsync(NpgsqlConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken cancel)
    {
        var written = 0;
        await using var writer = await connection.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)", cancel);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancel);
            foreach (var value in row)
            {
                if (value is null) await writer.WriteNullAsync(cancel);
                else await writer.WriteAsync(value, cancel);
            }
            written++;
        }
        await writer.CompleteAsync(cancel);
        return written;
    }

    private static async Task<int> PreparedAsync(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken cancel)
    {
        var written = 0;
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < columns.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(cancel);
            written++;
        }
        return written;
    }
}
