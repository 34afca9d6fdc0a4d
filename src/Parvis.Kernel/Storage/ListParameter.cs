using System.Data.Common;
using Npgsql;

namespace Parvis.Kernel.Storage;

/// <summary>A list of values as one parameter, which the two databases write differently.</summary>
public static class ListParameter
{
    /// <summary>Turns <c>IN @ids</c>, as SQLite takes it, into what the database of <paramref name="connection"/> takes.</summary>
    /// <param name="connection">The connection that will run the statement.</param>
    /// <param name="sql">A statement whose parameter <c>@ids</c> is an array.</param>
    public static string For(DbConnection connection, string sql) =>
        connection is NpgsqlConnection ? sql.Replace("IN @ids", "= ANY(@ids)", StringComparison.Ordinal) : sql;
}
