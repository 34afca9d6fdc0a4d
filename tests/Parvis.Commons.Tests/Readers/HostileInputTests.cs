using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class HostileInputTests
{
    public static TheoryData<string> Kinds => [.. CatalogueReaders.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void A_hundred_megabytes_of_brackets_are_refused_at_once(string kind)
    {
        var file = new SourceFile("a.json", MediaType: null, () => new Repeated((byte)'[', 100_000_000), 100_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();

        var refused = Assert.IsType<Reading.Refused>(Assert.Single(Cases.Read(kind, file)));

        Assert.Contains(refused.Rule, (string[])["json.depth", "yaml.depth", "size"]);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000_000);
    }

    [Theory]
    [InlineData("dpg", "n.json", "{\"a\": {\"name\": \"A\"}, \"b\": {\"name\": \"B", "json.truncated")]
    [InlineData("ckan", "n.json", "{\"result\": {\"results\": [{\"id\": \"1\", \"title\": \"A\", \"resources\": []}, {\"id\": ", "json.truncated")]
    [InlineData("huggingface", "n.json", "[{\"id\": \"a/b\"}, {\"id\": \"a/c\", }]", "json.syntax")]
    [InlineData("huggingface", "n.jsonl", "{\"id\": \"a/b\"}\n{\"id\": \"a/c\", }\n", "json.syntax")]
    public void Records_before_a_break_are_kept_and_the_break_has_its_place(string kind, string path, string text, string rule)
    {
        var readings = Cases.Read(kind, path, text);

        Assert.IsType<Reading.Found>(readings[0]);
        var refused = Assert.IsType<Reading.Refused>(Assert.Single(readings.Skip(1)));
        Assert.Equal(rule, refused.Rule);
        Assert.NotNull(refused.Place.Line);
        Assert.NotNull(refused.Place.Byte);
    }

    [Fact]
    public void A_syntax_error_is_named_at_its_line_and_byte()
    {
        var refused = (Reading.Refused)Cases.Read("dpg", "n.json", "{\n\"a\": {\"name\": \"A\"},\n  x}")[1];

        Assert.Equal((3, 24L), (refused.Place.Line, refused.Place.Byte));
    }

    [Fact]
    public void A_byte_that_is_no_utf_8_is_named_and_only_its_record_is_refused()
    {
        byte[] bytes = [.. "{\"a\": {\"name\": \"A"u8, 0xFF, .. "\"}, \"b\": {\"name\": \"B\"}}"u8];

        var readings = Cases.Read("dpg", "n.json", bytes);

        Assert.Equal(new Reading.Refused(new Place("n.json", "/a", 1, 17), "utf8", "byte 0xFF is not UTF-8"), readings[0]);
        Assert.Equal("b", Cases.Only(readings).Key);
    }

    [Theory]
    [InlineData("mof", "m.yml", "release: {name: A")]
    [InlineData("os-ai-map", "top_models.csv", "model_id,author\nns/")]
    [InlineData("huggingface", "README.md", "# A")]
    public void Text_that_is_no_utf_8_is_refused_at_its_byte(string kind, string path, string before)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(before), 0xC3, .. "("u8];

        var refused = Assert.Single(Cases.Read(kind, path, bytes).OfType<Reading.Refused>());

        Assert.Equal(("utf8", (long)before.Length), (refused.Rule, refused.Place.Byte));
    }

    [Fact]
    public void A_lone_surrogate_refuses_its_record_only()
    {
        var readings = Cases.Read("dpg", "n.json", """{"a": {"name": "\ud800"}, "b": {"name": "\ud83d\ude00"}}""");

        Assert.Equal("json.surrogate", Assert.IsType<Reading.Refused>(readings[0]).Rule);
        Assert.Equal("😀", Cases.Only(readings).Titles.In("en").Words);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over_and_one_of_utf_16_is_named()
    {
        Assert.Equal("a", Cases.Only(Cases.Read("dpg", "n.json", [0xEF, 0xBB, 0xBF, .. "{\"a\": {\"name\": \"A\"}}"u8])).Key);
        Assert.Equal("utf8", Assert.IsType<Reading.Refused>(Assert.Single(Cases.Read("dpg", "n.json", [0xFF, 0xFE, (byte)'{', 0]))).Rule);
    }

    [Fact]
    public void Aliases_that_multiply_are_refused_before_they_are_written_out()
    {
        var text = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (var c = 'b'; c <= 'j'; c++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 10))}]\n");

        Assert.Equal("yaml.aliases", Assert.IsType<Reading.Refused>(Assert.Single(Cases.Read("mof", "m.yml", text.ToString()))).Rule);
    }

    [Fact]
    public void An_alias_to_what_contains_it_is_refused() =>
        Assert.Equal("yaml.depth", Assert.IsType<Reading.Refused>(Assert.Single(Cases.Read("mof", "m.yml", "a: &a [*a]\n"))).Rule);

    [Fact]
    public void A_record_that_is_too_large_is_refused_and_the_next_is_read()
    {
        var large = new string('x', 9_000_000);
        var readings = Cases.Read("dpg", "n.json", $$$"""{"a": {"name": "A", "x": ["{{{large}}}", "{{{large}}}"]}, "b": {"name": "B"}}""");

        Assert.Equal(("size", "/a"), (((Reading.Refused)readings[0]).Rule, ((Reading.Refused)readings[0]).Place.Pointer));
        Assert.Equal("b", Cases.Only(readings).Key);
    }

    [Fact]
    public void A_broken_gzip_keeps_the_lines_before_the_break()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            for (var i = 0; i < 30_000; i++) gzip.Write(Encoding.UTF8.GetBytes($"{{\"id\": \"ns/{i}\"}}\n"));
        }
        var bytes = packed.ToArray();
        bytes.AsSpan(bytes.Length / 2, 64).Fill(0xFF);
        bytes.AsSpan(bytes.Length - 8).Clear();

        var readings = Cases.Read("huggingface", "cards.jsonl.gz", bytes);

        Assert.NotEmpty(readings.OfType<Reading.Found>());
        Assert.NotEmpty(readings.OfType<Reading.Refused>());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void An_empty_file_is_refused_or_no_records(string kind)
    {
        foreach (var path in (string[])["a.json", "a.yaml", "a.csv", "a.jsonl"])
        {
            Assert.DoesNotContain(Cases.Read(kind, path, []), r => r is Reading.Found);
        }
    }

    private sealed class Repeated(byte value, long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            buffer.AsSpan(offset, read).Fill(value);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
