using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Evidence.ModelSigning;
using Parvis.Audit.Indicators;
using Parvis.Audit.Records;
using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Audit.Tests.Reports;

public sealed class AuditReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parvis-audit-");

    [Fact]
    public void The_same_files_give_the_same_bytes_in_whatever_order_they_are_read_and_a_report_reads_back_as_it_was_written()
    {
        var folder = Cases.Folder("synth");
        var bytes = Audit(folder).ToBytes();
        Assert.Equal(bytes, Audit(folder).ToBytes());
        Assert.Equal(bytes, AuditReport.Read(bytes).ToBytes());
    }

    [Fact]
    public void The_subject_is_known_by_the_digest_that_the_publishers_signature_of_the_model_bears()
    {
        Write("b/weights.bin", [1, 2, 3]);
        Write("a.txt", "words"u8.ToArray());
        Assert.Equal(ModelFiles.Read(_folder.FullName, new Serialization(), TestContext.Current.CancellationToken).RootDigest, Audit(_folder.FullName).Subject.Digest);
    }

    [Fact]
    public void A_file_that_is_called_as_members_are_written_is_part_of_the_digest_and_where_a_member_has_its_name_there_is_no_digest()
    {
        Write("evil!.pkl", "words"u8.ToArray());
        Write("a.txt", "words"u8.ToArray());
        Assert.Equal(ModelFiles.Read(_folder.FullName, new Serialization(), TestContext.Current.CancellationToken).RootDigest, Audit(_folder.FullName).Subject.Digest);
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("inner").Open()) entry.Write("words"u8);
        Write("outer.zip", memory.ToArray());
        Assert.NotNull(Audit(_folder.FullName).Subject.Digest);
        Write("outer.zip!inner", "other words"u8.ToArray());
        Assert.Null(Audit(_folder.FullName).Subject.Digest);
    }

    [Fact]
    public void A_link_is_named_and_never_followed_and_leaves_the_whole_without_a_digest()
    {
        Write("a.txt", "words"u8.ToArray());
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "passwords"), "/etc/passwd");
        var report = Audit(_folder.FullName);
        Assert.Equal(["audit.link"], report.Files.Single(file => file.Path == "passwords").Findings.Select(finding => finding.Rule.Id));
        Assert.Null(report.Subject.Digest);
        Assert.Equal(Verdict.NotExamined, report.Verdict);
    }

    [Fact]
    public void A_small_model_whose_numbers_are_in_a_file_that_leads_elsewhere_is_caught()
    {
        File.Copy(Path.Combine(Cases.Folder("synth/onnx"), "ok_external.onnx"), Path.Combine(_folder.FullName, "model.onnx"));
        var beside = (string)Audit(_folder.FullName).Files.Single().Facts["externalReferences"]![0]!;
        Write(beside, new byte[1 << 16]);
        Assert.DoesNotContain(Rules(Audit(_folder.FullName)), rule => rule is "onnx.external-missing" or "onnx.external-link");
        File.Delete(Path.Combine(_folder.FullName, beside));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, beside), "/etc/passwd");
        Assert.Contains("onnx.external-link", Rules(Audit(_folder.FullName)));
    }

    [Fact]
    public void Only_a_full_audit_sees_that_a_long_member_of_an_archive_is_not_what_its_checksum_says()
    {
        var words = new byte[5 << 20];
        Array.Fill(words, (byte)'a');
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("long.txt", CompressionLevel.NoCompression).Open()) entry.Write(words);
        var bytes = memory.ToArray();
        bytes[bytes.Length / 2] = (byte)'b';
        Write("archive.zip", bytes);
        Assert.DoesNotContain(Rules(Audit(_folder.FullName)), rule => rule == "archive.checksum");
        Assert.Contains("archive.checksum", Rules(Audit(_folder.FullName, "full")));
    }

    [Fact]
    public void A_quick_audit_reads_the_structure_of_a_long_file_and_gives_it_no_digest()
    {
        Write("long.bin", new byte[ArtefactReading.AtOnce + 1]);
        Write("short.txt", "words"u8.ToArray());
        var report = Audit(_folder.FullName, "quick");
        Assert.Equal([null, Convert.ToHexStringLower(SHA256.HashData("words"u8))], report.Files.Select(file => file.Sha256));
        Assert.NotNull(Audit(_folder.FullName).Files[0].Sha256);
    }

    [Fact]
    public void Tensors_asked_for_have_digests_of_their_own()
    {
        var file = Path.Combine(Cases.Folder("synth"), "safetensors", "ok.safetensors");
        var expected = JsonNode.Parse(Metadata("synth/safetensors/ok.safetensors"))!["tensor_sha256"]!.AsObject();
        var digests = Audit(file, "standard+tensors").Files[0].Facts[FactNames.TensorDigests]!.AsObject();
        Assert.Equal(expected.Select(tensor => (tensor.Key, (string)tensor.Value!)).Order(), digests.Select(tensor => (tensor.Key, (string)tensor.Value!)).Order());
        Assert.Null(Audit(file).Files[0].Facts[FactNames.TensorDigests]);
    }

    [Fact]
    public void What_the_report_holds_is_what_its_schema_names()
    {
        var schema = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Project, "docs", "audit.schema.json")))!;
        var report = JsonNode.Parse(Audit(Cases.Folder("synth")).ToBytes())!.AsObject();
        Same(schema, report);
        Same(schema["properties"]!["subject"]!, report["subject"]!.AsObject());
        Same(schema["properties"]!["rules"]!, report["rules"]!.AsObject());
        foreach (var file in report["files"]!.AsArray())
        {
            Same(schema["$defs"]!["file"]!, file!.AsObject());
            foreach (var finding in file["findings"]!.AsArray()) Same(schema["$defs"]!["finding"]!, finding!.AsObject());
        }
        foreach (var licence in report["licences"]!.AsArray()) Same(schema["$defs"]!["licence"]!, licence!.AsObject());

        static void Same(JsonNode schema, JsonObject found)
        {
            Assert.Equal(schema["required"]!.AsArray().Select(name => (string)name!).Order(StringComparer.Ordinal), found.Select(member => member.Key).Order(StringComparer.Ordinal));
            Assert.Equal(schema["properties"]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal), found.Select(member => member.Key).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_finding_in_SARIF_keeps_its_rule_its_file_and_its_byte()
    {
        Write("os system.pkl", "cposix\nsystem\n(S'true'\ntR."u8.ToArray());
        using var sarif = JsonDocument.Parse(Sarif.Of(Audit(_folder.FullName), new Texts(typeof(AuditModule).Assembly).In("en")));
        var result = sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Single(one => one.GetProperty("ruleId").GetString() == "pickle.unsafe-import");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.Equal("os%20system.pkl", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(0, place.GetProperty("region").GetProperty("byteOffset").GetInt64());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static AuditReport Audit(string path, string depth = "standard") => Auditing.Run(path, called: null, ReadingDepth.Of(depth), _ => { }, TestContext.Current.CancellationToken);

    private static IEnumerable<string> Rules(AuditReport report) => report.Files.SelectMany(file => file.Findings).Select(finding => finding.Rule.Id);

    private void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    private static string Metadata(string path)
    {
        using var csv = Sylvan.Data.Csv.CsvDataReader.Create(Path.Combine(Cases.Folder("synth"), "expected.csv"));
        while (csv.Read()) if (csv.GetString(0) == path) return csv.GetString(csv.GetOrdinal("metadata_json"));
        throw new InvalidOperationException($"No row for {path}.");
    }

    private static string Project
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Parvis.slnx"))) folder = folder.Parent!;
            return folder.FullName;
        }
    }
}
