using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests;

public class ExaminerTests
{
    [Fact]
    public void What_no_reader_knows_is_not_examined_and_never_safe() =>
        Assert.Equal(Verdict.NotExamined, Assert.Single(Cases.Examine("notes.xyz", "\u0001\u0002\u0003unheard of"u8.ToArray())).Verdict);
}
