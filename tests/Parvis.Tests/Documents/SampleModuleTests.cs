using System.CommandLine;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Records;
using Parvis.Samples;
using Parvis.Tests.Interface;
using Xunit;

namespace Parvis.Tests.Documents;

public sealed class SampleModuleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_module_of_the_documents_publishes_serves_and_proves_its_notes()
    {
        await using var node = await RunningNode.StartAsync(new Node(new NotesModule()));
        var notes = node.Services.GetRequiredService<Notes>();
        await notes.WriteAsync("opening", "We open at nine", Cancel);
        await notes.WriteAsync("opening", "We open at nine", Cancel);
        await node.Services.GetRequiredService<IEvidenceLog>().PublishAsync(Cancel);

        using var http = new HttpClient { BaseAddress = node.Address };
        Assert.Equal("""{"id":"opening","words":"We open at nine"}""", await http.GetStringAsync("/api/notes/opening", Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/api/notes/closing", Cancel)).StatusCode);
        Assert.Single(await node.Services.GetRequiredService<RecordRegistry>().HistoryAsync("opening", Cancel));
        var key = VerifierKey.Parse(await http.GetStringAsync("/ledger/key", Cancel));
        var proved = Assert.IsType<ProofOutcome.Verified>(ProofVerifier.Verify(await http.GetStringAsync("/ledger/proof/0", Cancel), key, null));
        Assert.Equal("notes/note/opening@1", Assert.Single(proved.Statement.Subjects).Name);
    }

    [Fact]
    public async Task The_module_of_the_documents_has_its_command()
    {
        var folder = Directory.CreateTempSubdirectory("parvis-documents-").FullName;
        var console = new InvocationConfiguration { Output = new StringWriter(), Error = new StringWriter() };
        var code = await new Node(new NotesModule()).CommandLine().Parse(["notes", "write", "opening", "We open at nine", "--data", folder]).InvokeAsync(console, Cancel);
        Assert.Equal((0, ""), (code, console.Error.ToString()));
        Assert.True(File.Exists(Path.Combine(folder, "ledger", "checkpoint")));
    }

    [Fact]
    public void The_reader_of_the_documents_reads_the_list_of_the_documents()
    {
        var document = SourceTree.Read("docs/add-a-source.md");
        var list = document.Split("```json\n")[1].Split("```")[0];
        var found = Assert.IsType<Reading.Found>(Assert.Single(new LibraryReader().Read(SourceFile.OfBytes("models.json", System.Text.Encoding.UTF8.GetBytes(list)), Cancel))).Record;
        Assert.Equal(("library", "flood-1", "model", "Flood model"), (found.Authority, found.Key, found.Kind, found.Titles.In("en").Words));
        Assert.Equal(["url:library.example.net/flood-1"], found.Identifiers);
        Assert.Equal("MIT", Assert.Single(found.Licences).Spdx);
        Assert.Equal(["fr", "wo"], found.Languages);
        Assert.Equal(["SN"], found.Countries);
    }

    [Fact]
    public void The_reader_of_the_documents_refuses_what_has_no_id_and_drops_what_is_no_country()
    {
        var file = SourceFile.OfBytes("models.json", """[ { "name": "A" }, { "id": "b", "name": "B", "countries": ["Atlantis"] } ]"""u8.ToArray());
        var readings = new LibraryReader().Read(file, Cancel).ToList();
        Assert.Equal("id.missing", Assert.IsType<Reading.Refused>(readings[0]).Rule);
        Assert.Equal("/1/countries", Assert.IsType<Reading.Dropped>(readings[1]).Place.Pointer);
        Assert.IsType<Reading.Found>(readings[2]);
    }
}
