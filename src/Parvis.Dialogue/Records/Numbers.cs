using System.Data;
using System.Text.Json;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records;

/// <summary>Many numbers as one parameter of a statement that says <c>IN @name</c>: a JSON array on SQLite, an array on PostgreSQL.</summary>
internal sealed class Numbers(IEnumerable<int> numbers, Dialect dialect) : SqlMapper.ICustomQueryParameter
{
    public void AddParameter(IDbCommand command, string name)
    {
        var isPostgres = dialect == Dialect.PostgreSql;
        command.CommandText = command.CommandText.Replace($"IN @{name}", isPostgres ? $"= ANY(@{name})" : $"IN (SELECT value FROM json_each(@{name}))", StringComparison.Ordinal);
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = isPostgres ? numbers.ToArray() : JsonSerializer.Serialize(numbers);
        command.Parameters.Add(parameter);
    }
}
