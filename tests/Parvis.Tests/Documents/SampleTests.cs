using System.Text.RegularExpressions;
using Parvis.Tests.Interface;
using Xunit;

namespace Parvis.Tests.Documents;

/// <summary>The code in the documents is the code that these tests compile and run.</summary>
public sealed partial class SampleTests
{
    [Theory]
    [InlineData("docs/add-a-source.md", "LibraryReader.cs")]
    [InlineData("docs/add-a-module.md", "NotesModule.cs")]
    public void The_code_in_a_document_is_the_code_that_is_tested(string document, string sample)
    {
        var code = SourceTree.Read($"tests/Parvis.Tests/Documents/Samples/{sample}");
        Assert.StartsWith($"// sample: {document}\n", code, StringComparison.Ordinal);
        Assert.Equal(Sample().Match(code).Groups["code"].Value, Assert.Single(Fences(SourceTree.Read(document))));
    }

    [Fact]
    public void Other_code_in_a_document_is_noticed() =>
        Assert.NotEqual(Sample().Match("// sample: docs/a.md\nvar a = 1;\n// end\n").Groups["code"].Value, Assert.Single(Fences("```csharp\nvar a = 2;\n```")));

    private static IEnumerable<string> Fences(string document) => Fence().Matches(document).Select(match => match.Groups["code"].Value);

    [GeneratedRegex(@"^// sample: .+\n(?<code>[\s\S]*?)// end\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex(@"^```csharp\n(?<code>[\s\S]*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Fence();
}
