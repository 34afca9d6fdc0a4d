using System.CommandLine;
using Parvis.Identity.Commands;
using Parvis.Kernel.Modules;

namespace Parvis.Commands;

/// <summary>The commands that belong to no module.</summary>
internal static class NodeCommands
{
    public static IEnumerable<Command> Create(OpenNode open) =>
    [
        VerifyCommand.Create(),
        LedgerCommand.Create(),
        PeopleCommand.Create(open),
        KeyCommand.Create(open),
        IndexCommand.Create(open),
    ];
}
