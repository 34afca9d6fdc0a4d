using System.CommandLine;

namespace Parvis.Commands;

/// <summary><c>parvis serve</c>, and <c>parvis</c> alone.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls") { Description = "Addresses to listen on, e.g. http://127.0.0.1:5080. Default: ASPNETCORE_URLS, else http://127.0.0.1:5080." };

    public static Command Create(Node node)
    {
        var serve = new Command("serve", "Runs the node: pages, API and background work.\n\nExample: parvis serve --urls http://127.0.0.1:8080 --data ./data-local") { Urls };
        ServeBy(serve, node);
        return serve;
    }

    /// <summary>Makes <paramref name="command"/> serve.</summary>
    public static void ServeBy(Command command, Node node)
    {
        if (!command.Options.Contains(Urls)) command.Add(Urls);
        command.SetAction((parsed, cancel) => WebNode.RunAsync(node, Node.SettingsOf(parsed), parsed.GetValue(Urls), parsed.InvocationConfiguration.Output, cancel));
    }
}
