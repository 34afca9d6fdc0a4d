namespace Parvis.Dialogue.Records.Polis;

/// <summary>A file of an export is not what it should be; nothing of it is taken.</summary>
/// <param name="file">Its name.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The character in it, from 1.</param>
/// <param name="rule">The rule that is broken, a text key's last part.</param>
/// <param name="expected">What would be right.</param>
/// <param name="found">What stands there.</param>
internal sealed class PolisFormatException(string file, int line, int column, string rule, string expected, string found)
    : FormatException($"{file}:{line}:{column}: {rule}: expected {expected}, found '{found}'")
{
    public string File => file;

    public int Line => line;

    public int Column => column;

    public string Rule => rule;

    public string Expected => expected;

    public string Found => found;
}
