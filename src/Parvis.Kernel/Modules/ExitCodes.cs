namespace Parvis.Kernel.Modules;

/// <summary>What the exit code of a command says.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A check found something, or failed.</summary>
    public const int Finding = 1;

    /// <summary>The command was used wrongly.</summary>
    public const int WrongUse = 2;

    /// <summary>Some of the input was refused; the rest was done.</summary>
    public const int Refused = 3;

    /// <summary>Something could not be reached or written.</summary>
    public const int Unreachable = 4;
}
