using Xunit;

namespace Parvis.Browser.Tests;

/// <summary>What is wrong with pages, gathered so that one run tells all of it.</summary>
internal sealed class Findings
{
    private readonly List<string> _found = [];

    public void Add(string page, string finding) => _found.Add($"{page}: {finding}");

    public void AssertNone() => Assert.True(_found.Count == 0, string.Join('\n', _found));
}
