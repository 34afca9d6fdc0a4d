using ArchUnitNET.Fluent;
using ArchUnitNET.xUnitV3;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Parvis.Tests.Architecture;

/// <summary>Data flows one way: sources, records, evidence, indicators, decisions.</summary>
public sealed class StageTests
{
    private const string AnyRoom = @"Parvis\.(?!Witness|Tests)\w+";
    private const string Witness = @"Parvis\.Witness";

    public static TheoryData<string, string> BackwardSteps()
    {
        var steps = new TheoryData<string, string>();
        for (var later = 1; later < ParvisCode.Stages.Length; later++)
        {
            for (var stage = 0; stage < later; stage++) steps.Add(ParvisCode.Stages[stage], ParvisCode.Stages[later]);
        }
        return steps;
    }

    [Fact]
    public void Five_stages_have_ten_backward_steps() => Assert.Equal(10, BackwardSteps().Count);

    [Theory]
    [MemberData(nameof(BackwardSteps))]
    public void A_stage_never_uses_a_later_stage(string stage, string later) => BackwardStep(AnyRoom, stage, later).Check(ParvisCode.Types);

    [Fact]
    public void The_stage_rule_catches_a_backward_step() =>
        Assert.Contains("LooksAhead", Violations(BackwardStep(Witness, "Sources", "Decisions")), StringComparison.Ordinal);

    [Fact]
    public void The_stage_rule_looks_at_every_stage_of_the_kernel_and_of_a_module()
    {
        var rooms = ParvisCode.Types.Types.Select(type => type.Namespace.FullName).ToHashSet();
        Assert.All(ParvisCode.Stages.Except(["Indicators"]), stage => Assert.Contains($"Parvis.Kernel.{stage}", rooms));
        Assert.All(ParvisCode.Stages, stage => Assert.Contains($"Parvis.Commons.{stage}", rooms));
    }

    [Fact]
    public void Stages_know_nothing_of_the_web_or_the_command_line() => NoEdge(AnyRoom).Check(ParvisCode.Types);

    [Fact]
    public void The_edge_rule_catches_the_web_and_the_command_line()
    {
        var violations = Violations(NoEdge(Witness));
        Assert.Contains("KnowsTheWeb", violations, StringComparison.Ordinal);
        Assert.Contains("KnowsTheCommandLine", violations, StringComparison.Ordinal);
        Assert.DoesNotContain("LooksAhead", violations, StringComparison.Ordinal);
    }

    private static IArchRule BackwardStep(string room, string stage, string later) =>
        Types().That().ResideInNamespaceMatching($@"^{room}\.{stage}(\.|$)")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^{room}\.{later}(\.|$)"))
            .Because($"{later} reads {stage}; {stage} does not know {later} exists")
            .WithoutRequiringPositiveResults();

    private static IArchRule NoEdge(string room) =>
        Types().That().ResideInNamespaceMatching($@"^{room}\.({string.Join('|', ParvisCode.Stages)})(\.|$)")
            .Should().NotDependOnAny(Types(includeReferenced: true).That().ResideInNamespaceMatching(@"^(Microsoft\.AspNetCore|System\.CommandLine)(\.|$)"))
            .Because("pages, endpoints and commands call the stages, not the other way round");

    private static string Violations(IArchRule rule) => string.Join('\n', rule.Evaluate(ParvisCode.Types).Where(result => !result.Passed).Select(result => result.Description));
}
