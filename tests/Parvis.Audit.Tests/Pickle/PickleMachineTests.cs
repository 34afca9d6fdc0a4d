using System.Buffers.Binary;
using System.Text;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Pickle;

public class PickleMachineTests
{
    private static readonly byte[] Memoize = [0x94], StackGlobal = [0x93], Reduce = "R"u8.ToArray(), Stop = "."u8.ToArray(), Tuple1 = [0x85], Pop = "0"u8.ToArray(), NewObject = [0x81], Build = "b"u8.ToArray();

    [Fact]
    public void Names_come_from_the_memo_as_it_is_not_from_the_text_before() =>
        Assert.Equal("posix.system", ImportOf(Text("posix"), Memoize, Text("system"), Memoize, Text("collections"), Text("OrderedDict"), Get(0), Get(1), StackGlobal));

    [Fact]
    public void A_place_of_the_memo_can_be_filled_anew() =>
        Assert.Equal("posix.system", ImportOf(Text("json"), Put(7), Pop, Text("posix"), Put(7), Pop, Get(7), Text("system"), StackGlobal));

    [Fact]
    public void What_is_above_a_mark_can_be_dropped_with_it() =>
        Assert.Equal("posix.system", ImportOf(Text("posix"), "("u8.ToArray(), Text("a"), Text("b"), "1"u8.ToArray(), Text("system"), StackGlobal));

    [Fact]
    public void A_mark_is_dropped_by_pop_when_nothing_is_above_it() =>
        Assert.Equal("posix.system", ImportOf(Text("posix"), "("u8.ToArray(), Pop, Text("system"), StackGlobal));

    [Fact]
    public void A_value_can_be_doubled() =>
        Assert.Equal("code.code", ImportOf(Text("code"), "2"u8.ToArray(), StackGlobal));

    [Theory]
    [InlineData("cos\nsystem\n.", "os.system")]
    [InlineData("(S'\\x6f\\163'\nS\"system\"\nt0\u0093.", null)]
    [InlineData("c__builtin__\neval\n.", "builtins.eval")]
    [InlineData("ccommands\ngetoutput\n.", "subprocess.getoutput")]
    [InlineData("ccPickle\nloads\n.", "pickle.loads")]
    [InlineData("(icollections\nOrderedDict\n.", "collections.OrderedDict")]
    public void Imports_of_old_protocols_are_named_as_in_Python_3(string pickle, string? import) =>
        Assert.Equal(import, Examine(Encoding.Latin1.GetBytes(pickle)).Facts[FactNames.Imports]?[0]?.ToString());

    [Fact]
    public void Text_may_spell_a_name_with_escapes() =>
        Assert.Equal("os.system", ImportOf("S'\\x6f\\163'\n"u8.ToArray(), "V\\u0073ystem\n"u8.ToArray(), StackGlobal));

    [Fact]
    public void A_name_that_is_computed_is_unsafe() =>
        Assert.Contains("pickle.computed-import", Rules([.. Proto, .. "ccollections\nOrderedDict\n)R"u8, .. Text("x"), .. StackGlobal, .. Stop]));

    [Fact]
    public void State_given_to_an_import_itself_changes_it_for_all() =>
        Assert.Contains("pickle.overwrite", Rules([.. Proto, .. "ccollections\nOrderedDict\n}"u8, .. Text("__init__"), .. "Nsb."u8]));

    [Fact]
    public void An_item_put_into_an_import_changes_it_for_all() =>
        Assert.Contains("pickle.overwrite", Rules([.. Proto, .. "ccollections\nOrderedDict\n"u8, .. Text("a"), .. "Ns."u8]));

    [Fact]
    public void What_a_call_returned_is_called() =>
        Assert.Contains("pickle.computed-call", Rules([.. Proto, .. "ccollections\nOrderedDict\n)R)R."u8]));

    [Fact]
    public void An_unknown_class_is_suspicious_and_unsafe_when_it_is_given_a_command()
    {
        Assert.Equal(Verdict.Suspicious, Examine([.. Proto, .. "cmypackage.model\nNet\n)R."u8]).Verdict);
        Assert.Equal(Verdict.Unsafe, Examine([.. Proto, .. "cmypackage.model\nNet\n"u8, .. Text("__import__('os').system('id')"), .. Tuple1, .. Reduce, .. Stop]).Verdict);
    }

    [Theory]
    [InlineData("os.path", "join")]
    [InlineData("numpy.f2py.crackfortran", "myeval")]
    [InlineData("torch.utils.bottleneck.__main__", "run_autograd_prof")]
    [InlineData("pathlib", "Path.write_text")]
    [InlineData("pathlib", "os.system")]
    [InlineData("collections", "_sys.modules")]
    [InlineData("logging", "os.system")]
    [InlineData("collections", "OrderedDict.__init__.__globals__")]
    [InlineData("_osx_support", "_read_output")]
    [InlineData("test.support.script_helper", "run_python_until_end")]
    [InlineData("joblib", "load")]
    [InlineData("numpy", "load")]
    [InlineData("_interpreters", "exec")]
    [InlineData("copyreg", "add_extension")]
    [InlineData("builtins", "map")]
    [InlineData("builtins", "__import__")]
    [InlineData("torch.jit", "load")]
    [InlineData("pandas", "read_pickle")]
    public void Imports_that_run_programs_or_reach_out_are_unsafe(string module, string name) =>
        Assert.Equal(Verdict.Unsafe, Examine([.. Proto, .. Text(module), .. Text(name), .. StackGlobal, .. Stop]).Verdict);

    [Theory]
    [InlineData("collections", "OrderedDict")]
    [InlineData("numpy.core.multiarray", "scalar")]
    [InlineData("sklearn.ensemble._forest", "RandomForestClassifier")]
    [InlineData("torch.nn.modules.linear", "Linear")]
    [InlineData("pandas.core.frame", "DataFrame")]
    [InlineData("datetime", "datetime")]
    [InlineData("builtins", "ValueError")]
    [InlineData("argparse", "Namespace")]
    public void Imports_that_honest_models_need_are_safe(string module, string name) =>
        Assert.Equal(Verdict.Safe, Examine([.. Proto, .. Text(module), .. Text(name), .. StackGlobal, .. Stop]).Verdict);

    [Theory]
    [InlineData("base64")]
    [InlineData("hex")]
    [InlineData("bytes")]
    [InlineData("latin1")]
    [InlineData("escapes")]
    public void A_pickle_in_a_string_is_found_however_it_is_spelled(string spelling)
    {
        byte[] inner = [.. Proto, .. "cposix\nsystem\n"u8, .. Text("true"), .. Tuple1, .. Reduce, .. Stop];
        var hidden = spelling switch
        {
            "base64" => Text(Convert.ToBase64String(inner)),
            "hex" => Text(Convert.ToHexStringLower(inner)),
            "latin1" => Text(Encoding.Latin1.GetString(inner)),
            "escapes" => Encoding.ASCII.GetBytes($"S'{string.Concat(inner.Select(one => $"\\x{one:x2}"))}'\n"),
            _ => [.. "C"u8, (byte)inner.Length, .. inner],
        };
        Assert.Equal(["pickle.nested"], Rules([.. Proto, .. hidden, .. Stop]));
    }

    [Fact]
    public void Bytes_that_only_begin_like_a_pickle_are_not_one() =>
        Assert.Equal(Verdict.Safe, Examine([.. Proto, .. "C"u8, 8, 0x80, 4, 1, 2, 3, 4, 5, 6, .. Stop]).Verdict);

    [Fact]
    public void Payload_before_a_broken_end_is_unsafe_and_the_rest_malformed() =>
        Assert.Equal(["pickle.unsafe-import", "pickle.unsafe-call", "pickle.broken"], Rules([.. Proto, .. "cposix\nsystem\n)R"u8, 0xFF, 0xFF]));

    [Theory]
    [InlineData("R.")]
    [InlineData("(.")]
    [InlineData("h\u0007.")]
    [InlineData("e.")]
    [InlineData("\u0080\u0009N.")]
    [InlineData("Kx")]
    [InlineData("B\u00ff\u00ff\u00ff\u007f.")]
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.")]
    [InlineData("Ix\n.")]
    [InlineData("}Ns.")]
    public void Broken_programs_are_malformed(string pickle) =>
        Assert.Equal(Verdict.Malformed, Examine(Encoding.Latin1.GetBytes(pickle)).Verdict);

    [Fact]
    public void The_offset_of_a_finding_is_that_of_its_opcode() =>
        Assert.Equal(4, Examine([.. Proto, .. "N0cos\nsystem\n."u8]).Findings[0].Offset);

    [Fact]
    public void Buffers_outside_the_file_cannot_be_examined() =>
        Assert.Equal(["pickle.out-of-band"], Rules([.. Proto, 0x97, 0x98, .. Stop]));

    [Fact]
    public void Bytes_after_the_end_are_suspicious_and_blanks_are_not()
    {
        Assert.Equal(["pickle.trailing"], Rules([.. Proto, .. "N."u8, .. "hidden"u8]));
        Assert.Empty(Rules([.. Proto, .. "N.\n\0\0"u8]));
    }

    [Fact]
    public void A_name_is_known_long_after_it_left_the_window()
    {
        var filler = new byte[6 << 20];
        Assert.Equal("posix.system", ImportOf(Text("posix"), Memoize, Text("system"), Memoize, "B"u8.ToArray(), Length(filler.Length), filler, Get(0), Get(1), StackGlobal));
    }

    [Fact]
    public void Very_many_values_cost_little_memory()
    {
        Assert.Equal(["pickle.expansion"], Rules([.. Proto, .. Enumerable.Repeat((byte)'N', 3 << 20), .. Enumerable.Repeat((byte)'0', 2 << 20), .. Stop]));
        Assert.Equal(["pickle.expansion", "pickle.unsafe-import", "pickle.unsafe-call"], Rules([.. Proto, .. Enumerable.Repeat((byte)'(', 3 << 20), .. "cos\nsystem\n)R."u8]));
        byte[] list = [.. Proto, .. "]"u8, .. Enumerable.Repeat("]a"u8.ToArray(), 2 << 20).SelectMany(one => one), .. Stop];
        Assert.Empty(Rules(list));
    }

    [Fact]
    public void Lists_in_lists_too_deep_are_suspicious() =>
        Assert.Equal(["pickle.nesting"], Rules([.. Proto, .. Enumerable.Repeat((byte)']', 1200), .. Enumerable.Repeat((byte)'a', 1199), .. Stop]));

    [Fact]
    public void A_name_that_the_file_ends_loses_its_last_byte_and_is_called_all_the_same() =>
        Assert.Equal(["pickle.unsafe-import", "pickle.unsafe-call", "pickle.broken"], Rules("(S'true'\nios\nsystemX"u8.ToArray()));

    [Fact]
    public void A_frame_longer_than_the_file_does_not_hide_what_is_in_it() =>
        Assert.Equal(Verdict.Unsafe, Examine([.. Proto, 0x95, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, .. "cos\nsystem\n)R."u8]).Verdict);

    [Fact]
    public void A_pickle_is_known_by_its_program_however_long_its_first_text_is() =>
        Assert.Equal(Verdict.Unsafe, Cases.Examine("notes", (byte[])[.. "S'"u8, .. Enumerable.Repeat((byte)'a', 10_000), .. "'\n0cos\nsystem\n(S'x'\ntR."u8])[0].Verdict);

    [Fact]
    public void A_second_pickle_in_the_same_string_is_found() =>
        Assert.Contains("posix.system", Examine([.. Proto, .. "C"u8, 24, 0x80, 2, .. "N."u8, 0x80, 2, .. "cposix\nsystem\n)R."u8, .. Stop]).Findings[0].Values["imports"], StringComparison.Ordinal);

    [Theory]
    [InlineData("c__builtin__\nlist\n(c__builtin__\nrange\n(I9999999999\ntRtR.", "pickle.odd-call")]
    [InlineData("c__builtin__\nbytearray\n(I99999999999\ntR.", "pickle.expansion")]
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I999999999999\ntS'b'\ntR.", "pickle.expansion")]
    public void A_call_that_asks_for_more_than_any_model_needs_is_suspicious(string pickle, string rule) =>
        Assert.Equal([rule], Rules(Encoding.ASCII.GetBytes(pickle)));

    [Fact]
    public void No_damage_to_a_pickle_breaks_the_reader() =>
        Mutations.Survive(Mutations.Small(new[] { "synth/pickle", "picklescan/tests/data", "picklescan/tests/data2", "modelaudit/samples/pickles", "joblib" }.SelectMany(folder => Directory.EnumerateFiles(Cases.Folder(folder))).Where(file => Path.GetExtension(file) is ".pkl" or ".pickle").Order(StringComparer.Ordinal), 2048), 10_000, seed: 5);

    private static byte[] Proto => [0x80, 4];

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length < 256 ? [0x8c, (byte)bytes.Length, .. bytes] : [.. "X"u8, .. Length(bytes.Length), .. bytes];
    }

    private static byte[] Length(int length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return bytes;
    }

    private static byte[] Get(byte key) => [(byte)'h', key];

    private static byte[] Put(byte key) => [(byte)'q', key];

    private static string? ImportOf(params byte[][] parts) =>
        Examine([.. Proto, .. parts.SelectMany(part => part), .. Stop]).Facts[FactNames.Imports]?[0]?.ToString();

    private static List<string> Rules(byte[] pickle) => [.. Examine(pickle).Findings.Select(finding => finding.Rule.Id)];

    private static FileReport Examine(byte[] pickle) => Cases.Examine("model.pkl", pickle)[0];
}
