using Microsoft.Playwright;
using Xunit;

namespace Parvis.Browser.Tests;

/// <summary>A person who has only a keyboard.</summary>
/// <param name="page">Where they are.</param>
/// <param name="frame">Where on it they look for things; null for the page itself.</param>
internal sealed class Keyboard(IPage page, IFrame? frame = null)
{
    private const int MostSteps = 150;
    private readonly IFrame _frame = frame ?? page.MainFrame;

    public Task PressAsync(string key) => page.Keyboard.PressAsync(key);

    public Task TypeAsync(string words) => page.Keyboard.TypeAsync(words);

    /// <summary>Steps with Tab until what is asked for has the focus.</summary>
    public Task GoToAsync(AriaRole role, string name, string key = "Tab") => GoToAsync(_frame.GetByRole(role, new() { Name = name, Exact = true }), $"{role} '{name}'", key);

    /// <inheritdoc cref="GoToAsync(AriaRole, string, string)"/>
    public async Task GoToAsync(ILocator target, string called, string key = "Tab")
    {
        var focused = target.And(_frame.Locator(":focus"));
        for (var step = 0; step < MostSteps; step++)
        {
            await PressAsync(key);
            if (await focused.CountAsync() > 0) return;
        }
        Assert.Fail($"{MostSteps} times {key} on {page.Url} did not lead to {called}.");
    }

    /// <summary>Presses Enter and waits for the page that follows.</summary>
    public Task FollowAsync(string address) => page.ArriveAsync(address, () => PressAsync("Enter"));

    /// <inheritdoc cref="FollowAsync(string)"/>
    public Task FollowAsync(Func<string, bool> address) => page.ArriveAsync(address, () => PressAsync("Enter"));
}
