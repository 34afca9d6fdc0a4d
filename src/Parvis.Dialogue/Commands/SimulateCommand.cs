using System.CommandLine;
using System.Globalization;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Modules;

namespace Parvis.Dialogue.Commands;

/// <summary><c>parvis dialogue simulate FOLDER</c>: makes a conversation that nobody held, as an export.</summary>
internal static class SimulateCommand
{
    public static Command Create(OpenNode open)
    {
        _ = open; // chance comes from the seed; no node is needed
        var folder = new Argument<string>("FOLDER") { Description = "The folder to write; it must not be there yet." };
        var people = Number<int>("--people", "People who vote.", 1000, 1, 10_000_000);
        var statements = Number<int>("--statements", "Statements.", 100, 1, WrittenStatement.Numbers);
        var votes = Number<long>("--votes", "Votes, at most one for each person and statement.", 20_000, 0, long.MaxValue);
        var groups = Number<int>("--groups", "Groups of opinion.", 2, 1, 100);
        var coordinated = Number<double>("--coordinated", "The share of people who all vote alike, from 0 to 1.", 0, 0, 1);
        var seed = new Option<ulong>("--seed") { Description = "Decides all chance: the same seed makes the same bytes.", DefaultValueFactory = _ => 1 };
        var language = DialogueWords.Language();
        var command = new Command("simulate", "Makes a conversation that nobody held, as the files of an export, for trials.\n\nExample: parvis dialogue simulate ./made --people 500 --votes 12000 --groups 3 --seed 7") { folder, people, statements, votes, groups, coordinated, seed, language };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetRequiredValue(folder),
            new(parsed.GetValue(people), parsed.GetValue(statements), parsed.GetValue(votes), parsed.GetValue(groups), parsed.GetValue(coordinated), parsed.GetValue(seed)),
            parsed.GetValue(language),
            parsed.InvocationConfiguration,
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(string folder, Simulation simulation, string? language, InvocationConfiguration console, CancellationToken cancel)
    {
        var texts = DialogueWords.In(language);
        if (simulation.Votes > (long)simulation.People * simulation.Statements)
        {
            await console.Error.WriteLineAsync(texts.Get("dialogue.simulate.tooMany", ("most", (long)simulation.People * simulation.Statements)));
            return ExitCodes.WrongUse;
        }
        if (Path.Exists(folder))
        {
            await console.Error.WriteLineAsync(texts.Get("dialogue.folder.there", ("folder", folder)));
            return ExitCodes.WrongUse;
        }
        var made = new SimulatedConversation(simulation, texts.Get("dialogue.simulate.topic", ("seed", simulation.Seed.ToString(CultureInfo.InvariantCulture))), number => texts.Get("dialogue.simulate.statement", ("number", number.ToString(CultureInfo.InvariantCulture))));
        await OutputFile.FolderAsync(folder, create => new PolisExporter(made, made.Published, PolisDialect.Old).WriteAsync(create, cancel));
        await console.Output.WriteLineAsync(texts.Get("dialogue.simulate.done", ("folder", folder), ("people", simulation.People), ("votes", simulation.Votes)));
        return ExitCodes.Done;
    }

    private static Option<T> Number<T>(string name, string description, T unlessGiven, T least, T most)
        where T : struct, IComparable<T>
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => unlessGiven };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is var number && (number.CompareTo(least) < 0 || number.CompareTo(most) > 0)) result.AddError($"{name} is from {least} to {most}.");
        });
        return option;
    }
}
