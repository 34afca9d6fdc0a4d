using Parvis.Audit.Records;
using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Audit.Tests;

public class RulesTests
{
    [Fact]
    public void Every_rule_has_its_sentence_and_every_sentence_its_rule()
    {
        var sentences = new Texts(typeof(AuditModule).Assembly).Keys.Where(key => key.StartsWith("audit.rule.", StringComparison.Ordinal));
        Assert.Equal(Rules.All.Select(rule => $"audit.rule.{rule.Id}").Order(StringComparer.Ordinal), sentences.Order(StringComparer.Ordinal));
    }
}
