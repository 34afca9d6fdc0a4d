using System.Data;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Parvis.Kernel.Storage;

/// <summary>Many ids as one parameter of a statement that says <c>IN @name</c>: a parameter for each would take SQLite longer to name than to look up.</summary>
/// <param name="ids">The ids; any number, none too.</param>
public sealed class Ids(IEnumerable<string> ids) : SqlMapper.ICustomQueryParameter
{
    /// <summary>Writes the ids into <paramref name="command"/> in the way of its database: a JSON array on SQLite, an array on PostgreSQL.</summary>
    /// <param name="command">The statement that is about to run.</param>
    /// <param name="name">Name of the parameter, without its mark.</param>
    public void AddParameter(IDbCommand command, string name)
    {
        var isPostgres = command.Connection is NpgsqlConnection;
        command.CommandText = command.CommandText.Replace($"IN @{name}", isPostgres ? $"= ANY(@{name})" : $"IN (SELECT value FROM json_each(@{name}))", StringComparison.Ordinal);
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = isPostgres ? ids.ToArray() : JsonSerializer.Serialize(ids);
        command.Parameters.Add(parameter);
    }
}
