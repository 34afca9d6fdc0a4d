using Microsoft.Extensions.Configuration;

namespace Parvis;

/// <summary>What an operator says of a node: by the command line, by <c>parvis.json</c> in the data folder, or by the environment (<c>Parvis__Name</c>).</summary>
/// <param name="Data">The data folder.</param>
/// <param name="Name">What the node is called on its pages.</param>
/// <param name="Origin">The ledger's origin and key name; chosen once, at the first start.</param>
/// <param name="Address">The public address, e.g. <c>https://ai.example.org</c>; null while it is only on this machine.</param>
/// <param name="PostgreSql">Connection string of a PostgreSQL database; null for SQLite in the data folder.</param>
/// <param name="Configuration">All of it, for the rooms that read their own part.</param>
internal sealed record NodeSettings(string Data, string Name, string Origin, Uri? Address, string? PostgreSql, IConfiguration Configuration)
{
    public const string DefaultData = "data-local";
    private const string FileName = "parvis.json";

    /// <summary>Reads the settings of the data folder <paramref name="data"/>.</summary>
    /// <param name="data">As the command line says; null to take <c>Parvis:Data</c> of the environment, else <c>./data-local</c>.</param>
    public static NodeSettings Read(string? data)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var folder = Path.GetFullPath(data ?? environment["Parvis:Data"] ?? DefaultData);
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, FileName), optional: true).AddEnvironmentVariables().Build();
        var address = configuration["Parvis:Address"] is { Length: > 0 } text ? new Uri(text, UriKind.Absolute) : null;
        return new(folder, configuration["Parvis:Name"] ?? "Parvis", configuration["Parvis:Origin"] ?? address?.Authority ?? "localhost/parvis", address, configuration["Parvis:Database"], configuration);
    }
}
