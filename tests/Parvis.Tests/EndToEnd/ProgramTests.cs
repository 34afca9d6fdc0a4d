using System.Text.Json;
using Dapper;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>The program from the outside: what it prints, how it ends, what it leaves behind.</summary>
public sealed class ProgramTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Catalogue(ParvisProgram program, int things)
    {
        foreach (var authority in (string[])["alpha", "beta"])
            program.Write($"catalogue/{authority}/things.yaml", JsonSerializer.Serialize(Enumerable.Range(0, things).Select(i => new { key = $"{authority}-{i}", kind = "dataset", title = new { en = $"Bees number {i}" }, identifiers = new[] { $"https://bees.org/{i}" } })));
        return Path.Combine(Path.GetDirectoryName(program.Data)!, "catalogue");
    }

    private static async Task<(long Records, long Things, long Statements, long Joined)> StateAsync(ParvisProgram program)
    {
        await using var database = Database.Sqlite(new DataFolder(program.Data).DatabaseFile);
        await using var connection = await database.OpenAsync(Cancel);
        return await connection.QuerySingleAsync<(long, long, long, long)>("SELECT (SELECT COUNT(*) FROM kernel_record WHERE withdrawn = 0), (SELECT COUNT(*) FROM commons_thing), (SELECT COUNT(*) FROM commons_statement), (SELECT COUNT(*) FROM commons_thing WHERE record_id <> home_id)");
    }

    private static async Task<long> TotalAsync(ParvisProgram program) =>
        JsonDocument.Parse((await program.RunAsync("commons", "find", "bees", "--take", "1", "--json")).Output).RootElement.GetProperty("total").GetInt64();

    [Fact]
    public async Task Killed_at_any_moment_and_run_again_it_ends_where_an_undisturbed_run_ends()
    {
        const int Things = 4000;
        using var undisturbed = new ParvisProgram();
        var catalogue = Catalogue(undisturbed, Things);
        string[] harvest = ["commons", "harvest", "collection", catalogue];
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(0, (await undisturbed.RunAsync(harvest)).Code);
        var time = watch.Elapsed;
        using var killed = new ParvisProgram();
        var random = new Random(20261124);
        var kills = 0;
        for (var i = 0; i < 5; i++) kills += await killed.KillAsync(time * ((i + 1 + random.NextDouble()) * 0.12), harvest) ? 1 : 0;
        Assert.InRange(kills, 1, 5);
        Assert.Equal(0, (await killed.RunAsync(harvest)).Code);
        Assert.Equal(await StateAsync(undisturbed), await StateAsync(killed));
        Assert.Equal(Things, (await StateAsync(killed)).Joined);
        var verified = await killed.RunAsync("ledger", "verify");
        Assert.True(verified.Code == 0, verified.Error);
        Assert.Equal(await TotalAsync(undisturbed), await TotalAsync(killed));
    }

    [Fact]
    public async Task One_changed_byte_in_a_tile_or_a_kept_file_is_found_and_its_file_named()
    {
        using var program = new ParvisProgram();
        await program.RunAsync("commons", "harvest", "collection", Catalogue(program, 3));
        Assert.Equal(0, (await program.RunAsync("ledger", "verify")).Code);
        var folder = new DataFolder(program.Data);
        var files = Directory.EnumerateFiles(folder.Ledger, "*", SearchOption.AllDirectories).Where(file => file.Contains("/tile/", StringComparison.Ordinal)).Take(1)
            .Concat(Directory.EnumerateFiles(folder.Kept, "*", SearchOption.AllDirectories).Take(1));
        foreach (var file in files)
        {
            var sound = await File.ReadAllBytesAsync(file, Cancel);
            await File.WriteAllBytesAsync(file, [.. sound[..^1], (byte)(sound[^1] ^ 1)], Cancel);
            var (code, _, error) = await program.RunAsync("ledger", "verify");
            Assert.Equal(1, code);
            Assert.Contains(Path.GetFileName(file), error, StringComparison.Ordinal);
            await File.WriteAllBytesAsync(file, sound, Cancel);
        }
        Assert.Equal(0, (await program.RunAsync("ledger", "verify")).Code);
    }

    [Fact]
    public async Task Bad_input_is_refused_by_its_place_and_the_rest_is_read()
    {
        using var program = new ParvisProgram();
        program.Write("bad/a/broken.yaml", "- key: [");
        program.Write("bad/b/broken.json", "[{\"key\": \"x\",");
        program.Write("bad/c/utf8.yaml", [0x2d, 0x20, 0xff, 0xfe, 0x0a]);
        var sound = program.Write("bad/d/sound.yaml", """[{"key":"ants","kind":"dataset","title":{"en":"Ants of the north"}}]""");
        var (code, output, error) = await program.RunAsync("commons", "harvest", "collection", Path.Combine(Path.GetDirectoryName(program.Data)!, "bad"), "--json");
        Assert.Equal(3, code);
        foreach (var name in (string[])["a/broken.yaml", "b/broken.json", "c/utf8.yaml"]) Assert.Contains(name, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal((3, 1), (report.GetProperty("refused").GetInt32(), report.GetProperty("new").GetInt32()));
        Assert.True(File.Exists(sound));
        Assert.Contains("Ants of the north", (await program.RunAsync("commons", "find", "ants", "north")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await program.RunAsync("ledger", "verify")).Code);
    }

    [Fact]
    public async Task A_hundred_megabytes_of_open_brackets_are_refused_by_their_place()
    {
        using var program = new ParvisProgram();
        var bytes = new byte[100_000_000];
        Array.Fill(bytes, (byte)'[');
        var (code, _, error) = await program.RunAsync("commons", "harvest", "dpg", program.Write("deep.json", bytes));
        Assert.Equal(3, code);
        Assert.Contains("deep.json", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./no-such-folder", 4, "no-such-folder")]
    [InlineData("http://127.0.0.1:9/", 3, "private-address")]
    [InlineData("http://[::1]:9/catalogue.json", 3, "private-address")]
    [InlineData("ftp://example.org/catalogue.json", 3, "scheme")]
    public async Task What_may_not_or_cannot_be_read_is_said_with_its_exit_code(string address, int expected, string words)
    {
        using var program = new ParvisProgram();
        var (code, _, error) = await program.RunAsync("commons", "harvest", "dpg", address);
        Assert.Equal(expected, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_is_an_error_in_one_line()
    {
        using var program = new ParvisProgram();
        program.Write("data", "a file where the folder should be");
        var (code, _, error) = await program.RunAsync("commons", "sources");
        Assert.Equal(4, code);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Contains(program.Data, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_found_is_shown_with_its_proof_and_the_proof_verifies()
    {
        using var program = new ParvisProgram();
        await program.RunAsync("commons", "harvest", "collection", Catalogue(program, 3));
        var found = JsonDocument.Parse((await program.RunAsync("commons", "find", "bees", "number", "1", "--json")).Output).RootElement.GetProperty("records")[0];
        var id = found.GetProperty("id").GetString()!;
        var proof = program.Write("record.proof", "");
        var (code, body, error) = await program.RunAsync("commons", "show", id, "--json", "--proof", proof);
        Assert.True(code == 0, error);
        Assert.Equal(id, JsonDocument.Parse(body).RootElement.GetProperty("id").GetString());
        var record = program.Write("record.json", body);
        var verified = await program.RunAsync("verify", proof, record);
        Assert.True(verified.Code == 0, verified.Error);
        Assert.Contains("(this file)", verified.Output, StringComparison.Ordinal);
        program.Write("record.json", body + " ");
        Assert.Equal(1, (await program.RunAsync("verify", proof, record)).Code);
        Assert.Contains("Bees number", (await program.RunAsync("commons", "show", id)).Output, StringComparison.Ordinal);
        Assert.Equal(3, (await program.RunAsync("commons", "show", "nothing")).Code);
        Assert.Equal(2, (await program.RunAsync("commons", "find", "--filter", "colour=red")).Code);
    }

    [Fact]
    public async Task People_and_keys_are_made_on_the_command_line()
    {
        using var program = new ParvisProgram();
        var (code, output, error) = await program.RunAsync("people", "invite", "ana@example.org", "--role", "administrator");
        Assert.True(code == 0, error);
        Assert.Contains("/sign-in/link?t=", output, StringComparison.Ordinal);
        var key = await program.RunAsync("key", "create", "nightly", "--scope", "commons.harvest");
        Assert.True(key.Code == 0, key.Error);
        Assert.StartsWith("pvk_", key.Output, StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse((await program.RunAsync("key", "list", "--json")).Output).RootElement.GetArrayLength());
    }
}
