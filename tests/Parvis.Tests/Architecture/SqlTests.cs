using System.Text.RegularExpressions;
using Parvis.Tests.Interface;
using Xunit;

namespace Parvis.Tests.Architecture;

/// <summary>A table belongs to one module: nobody else's SQL names it.</summary>
public sealed partial class SqlTests
{
    /// <summary>Tables that every database has, and functions that read as tables.</summary>
    private static readonly string[] Systems = ["sqlite_master", "information_schema", "json_each"];

    private static readonly string[] KernelPrefixes = ["kernel_", "identity_"];

    [Fact]
    public void SQL_names_only_own_tables()
    {
        Assert.All(ParvisCode.Node.Modules, module => Assert.Empty(Foreign(Sources(module.GetType().Assembly.GetName().Name!), $"{module.Name}_")));
        Assert.Empty(Foreign(Sources("Parvis.Kernel"), KernelPrefixes));
        Assert.Empty(Foreign(Sources("Parvis"), KernelPrefixes)); // the host keeps which modules have begun
        Assert.Empty(Foreign(Sources("Parvis.Interface")));
    }

    [Theory]
    [InlineData("SELECT id FROM kernel_record WHERE id = @id", "kernel_record")]
    [InlineData("SELECT t.id FROM commons_thing t\n    LEFT JOIN energy_run e ON e.id = t.id", "energy_run")]
    [InlineData("INSERT INTO identity_person (id) VALUES (@id)", "identity_person")]
    [InlineData("UPDATE work_post SET name = @name", "work_post")]
    [InlineData("DELETE FROM audit_finding", "audit_finding")]
    [InlineData("CREATE TABLE IF NOT EXISTS thing (id TEXT PRIMARY KEY)", "thing")]
    [InlineData("CREATE UNIQUE INDEX commons_thing_id ON kernel_record (id)", "kernel_record")]
    [InlineData("CREATE INDEX thing_id ON commons_thing (id)", "thing_id")]
    [InlineData("source TEXT REFERENCES energy_source (id)", "energy_source")]
    [InlineData("ALTER TABLE energy_run ADD COLUMN joules REAL", "energy_run")]
    public void The_table_rule_catches_a_foreign_table(string sql, string table) => Assert.Equal([table], Foreign([sql], "commons_"));

    [Theory]
    [InlineData("WITH RECURSIVE near AS (SELECT home_id FROM commons_thing) SELECT * FROM near JOIN commons_identifier i ON true")]
    [InlineData("INSERT INTO commons_thing (id) VALUES (@id) ON CONFLICT (id) DO UPDATE SET title = excluded.title")]
    [InlineData("from commons import records; update everything")]
    public void The_table_rule_lets_own_tables_and_named_queries_be(string sql) => Assert.Empty(Foreign([sql], "commons_"));

    private static IEnumerable<string> Sources(string project) => SourceTree.Files($"src/{project}", "*.cs", "*.sql", "*.razor").Select(File.ReadAllText);

    private static IReadOnlyList<string> Foreign(IEnumerable<string> texts, params string[] prefixes) => [.. texts.SelectMany(text =>
    {
        var named = NamedQuery().Matches(text).Select(match => match.Groups["name"].Value);
        return Named().Matches(text).Select(match => match.Groups["name"].Value).Except(named).Except(Systems);
    }).Where(table => !prefixes.Any(prefix => table.StartsWith(prefix, StringComparison.Ordinal)))];

    [GeneratedRegex(@"\b(FROM|JOIN|INTO|(?<!\bDO )UPDATE|TABLE(\s+IF\s+(NOT\s+)?EXISTS)?|REFERENCES|INDEX(\s+IF\s+(NOT\s+)?EXISTS)?|(?<=\bINDEX\s+(IF\s+NOT\s+EXISTS\s+)?\w+\s+)ON)\s+(?<name>[a-z]\w*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"(\bWITH(\s+RECURSIVE)?|\),)\s+(?<name>[a-z]\w*)(\s*\([^)]*\))?\s+AS\s+(MATERIALIZED\s+)?\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedQuery();
}
