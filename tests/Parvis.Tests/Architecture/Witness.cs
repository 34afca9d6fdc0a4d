// Code that breaks the rules on purpose, to show that the rules see it.
namespace Parvis.Witness.Decisions
{
    internal sealed class Award;
}

namespace Parvis.Witness.Sources
{
    internal sealed class LooksAhead
    {
        internal static async Task<object> FindAsync()
        {
            await Task.Yield();
            return new Decisions.Award();
        }
    }

    internal sealed class KnowsTheWeb
    {
        internal static string PathOf(Microsoft.AspNetCore.Http.HttpContext context) => context.Request.Path;
    }

    internal sealed class KnowsTheCommandLine
    {
        internal static object Verb() => new System.CommandLine.Command("award", "Gives an award.");
    }
}
