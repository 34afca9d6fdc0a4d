namespace Parvis.Kernel.Storage;

/// <summary>The one folder that holds all state of a node.</summary>
/// <param name="Path">Absolute path.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>The database file, when the database is SQLite.</summary>
    public string DatabaseFile => System.IO.Path.Combine(Path, "parvis.db");

    /// <summary>The ledger's tiles and checkpoint.</summary>
    public string Ledger => System.IO.Path.Combine(Path, "ledger");

    /// <summary>Bytes that were fetched, by SHA-256.</summary>
    public string Kept => System.IO.Path.Combine(Path, "kept");

    /// <summary>The search index; may be deleted at any time.</summary>
    public string Search => System.IO.Path.Combine(Path, "search");

    /// <summary>Private keys; readable by the node's user alone.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Messages that no mail server was set up to send.</summary>
    public string Outbox => System.IO.Path.Combine(Path, "outbox");
}
