// sample: docs/add-a-module.md
using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Records;
using Parvis.Kernel.Storage;

namespace Parvis.Samples;

/// <summary>Public notes: the smallest module that publishes something.</summary>
public sealed class NotesModule : IModule
{
    public string Name => "notes";

    public void Register(ModuleBuilder module)
    {
        module
            .Record(Notes.Kind)
            .Endpoints(NotesApi.Map)
            .Command(WriteCommand.Create);
        module.Services.AddSingleton<Notes>();
    }
}

/// <summary>Publishes notes (in a real module: Evidence/Notes.cs).</summary>
internal sealed class Notes(Database database, RecordPublisher publisher)
{
    public static readonly RecordKind Kind = new("notes", "note");

    /// <summary>Publishes <paramref name="words"/> as the note <paramref name="id"/>; the same words again make no new version.</summary>
    public Task WriteAsync(string id, string words, CancellationToken cancel)
    {
        var draft = new RecordDraft(id, Kind, LocalizedText.Of("en", words), JsonSerializer.SerializeToUtf8Bytes(new { id, words }, JsonSerializerOptions.Web));
        var origin = JsonSerializer.SerializeToElement(new { by = "the command line" });
        return database.WriteAsync(transaction => publisher.PublishAsync(transaction, [(draft, origin)], cancel), cancel);
    }
}

/// <summary>Reads notes (Api/NotesApi.cs): below /api/notes.</summary>
internal static class NotesApi
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/{id}", ReadAsync).WithSummary("One note");

    private static async Task<Results<FileContentHttpResult, NotFound>> ReadAsync(string id, RecordRegistry registry, CancellationToken cancel) =>
        await registry.ReadAsync(id, cancel) is { } note && note.Kind == Notes.Kind
            ? TypedResults.File(note.Body.ToArray(), "application/json")
            : TypedResults.NotFound();
}

/// <summary>Writes notes (Commands/WriteCommand.cs): parvis notes write ID WORDS.</summary>
internal static class WriteCommand
{
    public static Command Create(OpenNode open)
    {
        var id = new Argument<string>("ID") { Description = "The note's id." };
        var words = new Argument<string>("WORDS") { Description = "What it says." };
        var command = new Command("write", "Writes a note.\n\nExample: parvis notes write opening \"We open at nine\"") { id, words };
        command.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            await node.GetRequiredService<Notes>().WriteAsync(parsed.GetRequiredValue(id), parsed.GetRequiredValue(words), cancel);
            await node.GetRequiredService<ChangeFollower>().CatchUpAsync(cancel); // into the ledger and the index
            return ExitCodes.Done;
        });
        return command;
    }
}
// end
