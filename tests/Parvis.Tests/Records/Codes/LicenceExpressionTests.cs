using CsCheck;
using Parvis.Kernel.Records.Codes;
using Xunit;

namespace Parvis.Tests.Records.Codes;

public sealed class LicenceExpressionTests
{
    [Theory]
    [InlineData("mit", "MIT")]
    [InlineData("GPL-2.0+", "GPL-2.0+")]
    [InlineData("gpl-2.0-or-later with classpath-exception-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0")]
    [InlineData("MIT OR Apache-2.0 AND BSD-3-Clause", "MIT OR Apache-2.0 AND BSD-3-Clause")]
    [InlineData("(MIT OR Apache-2.0) AND BSD-3-Clause", "(MIT OR Apache-2.0) AND BSD-3-Clause")]
    [InlineData("((MIT))", "MIT")]
    [InlineData("LicenseRef-My.Own", "LicenseRef-My.Own")]
    public void An_expression_is_written_in_the_spelling_of_the_list(string text, string value)
    {
        Assert.Equal(value, LicenceExpression.Parse(text).Value);
        Assert.Equal(LicenceExpression.Parse(text), LicenceExpression.Parse(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Apache 2.0")]
    [InlineData("MIT OR")]
    [InlineData("MIT Apache-2.0")]
    [InlineData("(MIT")]
    [InlineData("MIT WITH nothing")]
    [InlineData("LicenseRef-")]
    [InlineData("LicenseRef-a_b")]
    public void What_is_no_expression_is_not_taken_for_one(string text)
    {
        Assert.False(LicenceExpression.TryParse(text, out _));
        Assert.Throws<FormatException>(() => LicenceExpression.Parse(text));
    }

    [Fact]
    public void Brackets_nested_without_end_are_no_expression() => Assert.False(LicenceExpression.TryParse(new string('(', 1000), out _));

    [Theory]
    [InlineData("CC-BY-4.0", true)]
    [InlineData("CC0-1.0", true)]
    [InlineData("OpenMDW-1.0", true)]
    [InlineData("Apache-2.0", true)]
    [InlineData("CC-BY-NC-4.0", false)]
    [InlineData("CC-BY-ND-4.0", false)]
    [InlineData("LicenseRef-Llama-3", false)]
    [InlineData("LicenseRef-Somebody", null)]
    [InlineData("CC-BY-NC-4.0 OR MIT", true)]
    [InlineData("CC-BY-NC-4.0 AND MIT", false)]
    [InlineData("LicenseRef-Somebody OR MIT", true)]
    [InlineData("LicenseRef-Somebody AND MIT", null)]
    [InlineData("LicenseRef-Somebody AND CC-BY-NC-4.0", false)]
    [InlineData("(CC-BY-NC-4.0 OR MIT) AND CC-BY-4.0", true)]
    public void A_choice_is_open_when_one_side_is_and_a_sum_when_both_are(string text, bool? open) => Assert.Equal(open, LicenceExpression.Parse(text).IsOpen);

    [Fact]
    public void Every_licence_of_the_list_reads_back_and_no_licence_against_commerce_is_open() => Assert.All(Licence.All, licence =>
    {
        Assert.Equal(licence.Id, LicenceExpression.Parse(licence.Id).Value);
        if (licence.Id.Contains("-NC-", StringComparison.Ordinal)) Assert.False(licence.Open);
    });

    [Fact]
    public void Every_expression_that_is_built_reads_back_as_itself()
    {
        string[] ids = ["MIT", "CC-BY-NC-4.0", "LicenseRef-X", "GPL-2.0-only WITH Classpath-exception-2.0"];
        var id = Gen.Int[0, ids.Length - 1].Select(index => ids[index]);
        Gen.Select(id, id, id, Gen.Bool, Gen.Bool).Sample((a, b, c, first, second) =>
        {
            var built = LicenceExpression.Parse($"({a} {(first ? "OR" : "AND")} {b}) {(second ? "OR" : "AND")} {c}");
            var again = LicenceExpression.Parse(built.Value);
            Assert.Equal((built.Value, built.IsOpen), (again.Value, again.IsOpen));
        }, iter: 300);
    }
}
