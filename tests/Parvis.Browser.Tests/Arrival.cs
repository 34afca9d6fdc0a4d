using Microsoft.Playwright;
using Xunit;

namespace Parvis.Browser.Tests;

/// <summary>From one page to the next.</summary>
internal static class Arrival
{
    /// <summary>Takes a step that leads to another page, and waits until that is there.</summary>
    /// <param name="page">The page that is left.</param>
    /// <param name="address">Where the step leads, as a pattern: another address than that of the page left.</param>
    /// <param name="step">What a person does.</param>
    public static Task ArriveAsync(this IPage page, string address, Func<Task> step) => ArriveAsync(page, page.WaitForURLAsync(address), step);

    /// <inheritdoc cref="ArriveAsync(IPage, string, Func{Task})"/>
    public static Task ArriveAsync(this IPage page, Func<string, bool> address, Func<Task> step) => ArriveAsync(page, page.WaitForURLAsync(address), step);

    // Waiting begins before the step. Playwright looks where the page is and then begins to listen; the arrival it hears of in between, on another thread, it waits for in vain.
    private static async Task ArriveAsync(IPage page, Task arrival, Func<Task> step)
    {
        Assert.False(arrival.IsCompleted, $"{page.Url} is where the step should lead.");
        await step();
        await arrival;
    }
}
