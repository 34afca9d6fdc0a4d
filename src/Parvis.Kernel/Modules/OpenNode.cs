using System.CommandLine;

namespace Parvis.Kernel.Modules;

/// <summary>Opens the node a command works on: the data folder that <c>--data</c> names, migrated and with every service, but without its web server.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="cancel">Stops the opening.</param>
public delegate Task<IServiceProvider> OpenNode(ParseResult parsed, CancellationToken cancel);
