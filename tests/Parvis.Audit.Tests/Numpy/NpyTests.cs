using System.Text;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Numpy;

public class NpyTests
{
    [Fact]
    public void Every_synthetic_array_gets_its_verdict() =>
        Assert.All(Labels.Synth("npy"), one => Assert.Equal((one.File, one.Verdict), (one.File, Cases.VerdictOf(one.File).Word())));

    [Fact]
    public void Honest_arrays_of_others_are_not_flagged() =>
        Labels.FewAreFlagged([.. Labels.Of("numpy").Concat(Labels.Of("picklescan")).Concat(Labels.Of("modelaudit")).Where(one => one.Label.StartsWith("benign", StringComparison.Ordinal) && Path.GetExtension(one.File) is ".npy" or ".npz").Select(one => one.File)]);

    [Fact]
    public void Facts_are_those_the_header_states()
    {
        var facts = Examine("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 24).Facts;
        Assert.Equal("""{"formatVersion":1,"tensors":1,"parameters":6,"dtypes":{"F32":1},"shapes":{"a":[2,3]},"elementType":"<f4"}""", facts.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4)]
    [InlineData("{'descr': [('a', '<f4'), ('b', '<i8', (2,))], 'fortran_order': True, 'shape': (2,), }", 40)]
    [InlineData("{'descr': [('a', '<f4'), ('b', 'S3')], 'fortran_order': False, 'shape': (3L,), }", 21)]
    [InlineData("{\"descr\": \"<M8[ns]\", 'fortran_order': False, 'shape': (0, 5)}", 0)]
    [InlineData("{'shape': (2,), 'descr': '<U2', 'fortran_order': False}", 16)]
    public void Honest_headers_are_read(string header, int bytes) => Assert.Equal(Verdict.Safe, Examine(header, bytes).Verdict);

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 23)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807), }", 0)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 0)]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", 4)]
    [InlineData("{'descr': '<q4', 'fortran_order': False, 'shape': (1,), }", 4)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}", 4)]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 4)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1)}", 4)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (len('a'),)}", 4)]
    [InlineData("dict(descr='<f4')", 4)]
    [InlineData("((((((((((((((((((((((((((((((((((((((((((((((((", 4)]
    public void Other_headers_are_malformed(string header, int bytes) => Assert.Equal(Verdict.Malformed, Examine(header, bytes).Verdict);

    [Fact]
    public void A_structure_with_an_object_in_it_is_a_pickle() =>
        Assert.Equal(Verdict.Unsafe, Cases.Examine("a.npy", (byte[])[.. Header("{'descr': [('a', '<f4'), ('b', '|O')], 'fortran_order': False, 'shape': (1,)}"), .. "cos\nsystem\n(S'x'\ntR."u8]).Max(report => report.Verdict));

    [Fact]
    public void No_damage_to_an_array_breaks_the_reader() =>
        Mutations.Survive(Mutations.Small(Directory.EnumerateFiles(Cases.Folder("synth/npy")).Concat(Directory.EnumerateFiles(Cases.Folder("numpy"))).Order(StringComparer.Ordinal)), 10_000, seed: 6);

    private static FileReport Examine(string header, int bytes) => Cases.Examine("a.npy", (byte[])[.. Header(header), .. new byte[bytes]])[0];

    private static byte[] Header(string header) => [0x93, .. "NUMPY"u8, 1, 0, (byte)(header.Length & 0xFF), (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header)];
}
