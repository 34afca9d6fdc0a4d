namespace Parvis.Commons.Records.Formats;

/// <summary>What one record may cost, whoever wrote it.</summary>
internal static class Limits
{
    /// <summary>Bytes of one record, and of one file that cannot be read in parts.</summary>
    public const int RecordBytes = 16 * 1024 * 1024;

    /// <summary>Nesting of JSON and YAML.</summary>
    public const int Depth = 64;

    /// <summary>Nodes of one YAML document once its aliases are written out.</summary>
    public const int YamlNodes = 1_000_000;

    /// <summary>Longest description kept, in characters.</summary>
    public const int DescriptionLength = 4_000;

    /// <summary>Longest description taken from a card, in characters.</summary>
    public const int CardDescriptionLength = 600;
}
