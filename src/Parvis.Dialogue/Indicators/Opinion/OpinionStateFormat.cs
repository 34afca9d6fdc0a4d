using System.Security.Cryptography;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>The bytes of an <see cref="OpinionState"/>: one way to write each state, with a checksum.</summary>
internal static class OpinionStateFormat
{
    private static ReadOnlySpan<byte> Magic => "parvis opinion state 1\n"u8;

    public static byte[] Write(OpinionState state, MatrixCaps caps, OpinionMemory? memory)
    {
        var writer = new StateWriter((int)Math.Min(state.Votes.CellCount * 2, int.MaxValue / 2));
        writer.Raw(Magic);
        Settings(writer, state.Settings);
        writer.Number(caps.Participants);
        writer.Number(caps.Statements);
        Votes(writer, state.Votes);
        writer.Number(state.Moderation.All.Count);
        foreach (var status in state.Moderation.All)
        {
            writer.Number(status.Statement);
            writer.Number((((int)status.Moderation + 1) << 1) | (status.IsMeta ? 1 : 0));
        }
        writer.Numbers([.. state.Banned]);
        writer.Number(memory is null ? 0 : 1);
        if (memory is not null) Memory(writer, memory);
        return [.. writer.Written, .. SHA256.HashData(writer.Written)];
    }

    public static OpinionState Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SHA256.HashSizeInBytes) throw new FormatException("the bytes are too few");
        var content = bytes[..^SHA256.HashSizeInBytes];
        var reader = new StateReader(content);
        reader.Expect(Magic);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..])) throw new FormatException("the checksum differs: bytes were changed or lost");
        var settings = Settings(ref reader);
        var caps = new MatrixCaps(reader.Below(1L << 31), reader.Below(1L << 31));
        var votes = Votes(ref reader, caps);
        var moderation = new StatementStatus[reader.Count()];
        for (var i = 0; i < moderation.Length; i++)
        {
            var statement = reader.Below(1L << 31);
            var status = reader.Below(6);
            moderation[i] = new(statement, (Moderation)((status >> 1) - 1), (status & 1) == 1);
        }
        var banned = reader.Numbers(1L << 31);
        var memory = reader.Below(2) == 1 ? Memory(ref reader) : null;
        if (!reader.AtEnd) throw new FormatException("bytes follow the end");
        return OpinionState.Of(settings, votes, moderation, banned, memory);
    }

    private static void Settings(StateWriter writer, OpinionSettings settings)
    {
        writer.Number((int)settings.Mode);
        writer.Number(settings.FewestGroups);
        writer.Number(settings.MostGroups);
        writer.Number(settings.BaseClusters);
        writer.Number(settings.HonoursBans ? 1 : 0);
        writer.Number(settings.Seed);
        writer.Number(settings.Restarts);
        writer.Number(settings.KeepsEvery);
    }

    private static OpinionSettings Settings(ref StateReader reader) => new()
    {
        Mode = (GroupingMode)reader.Below(2),
        FewestGroups = reader.Below(1L << 31),
        MostGroups = reader.Below(1L << 31),
        BaseClusters = reader.Below(1L << 31),
        HonoursBans = reader.Below(2) == 1,
        Seed = reader.Number(),
        Restarts = reader.Below(1L << 31),
        KeepsEvery = reader.Below(1L << 31),
    };

    private static void Votes(StateWriter writer, VoteMatrix votes)
    {
        writer.Number((ulong)votes.CastCount);
        writer.Numbers([.. votes.Statements]);
        writer.Number(votes.RowCount);
        for (var row = 0; row < votes.RowCount; row++)
        {
            writer.Number(votes.Participants[row]);
            var cells = votes.Row(row);
            writer.Number((cells.Length << 1) | (votes.InConversation.Contains(row) ? 1 : 0));
            var last = 0;
            foreach (var cell in cells)
            {
                writer.Number(cell - (last & ~3));
                last = cell;
            }
        }
    }

    private static VoteMatrix Votes(ref StateReader reader, MatrixCaps caps)
    {
        var casts = reader.Number();
        var statements = reader.Numbers(MatrixCaps.StatementNumbers);
        var votes = new VoteMatrix(caps);
        foreach (var statement in statements)
        {
            if (!votes.RestoreStatement(statement)) throw new FormatException($"statement {statement} stands twice");
        }
        var rows = reader.Count();
        for (var row = 0; row < rows; row++)
        {
            var participant = reader.Below(1L << 31);
            var length = reader.Below(1L << 31);
            var cells = new int[Math.Min(length >> 1, statements.Length)];
            if (cells.Length != length >> 1) throw new FormatException($"participant {participant} has more votes than there are statements");
            var last = 0L;
            for (var i = 0; i < cells.Length; i++)
            {
                var cell = (last & ~3L) + reader.Below(MatrixCaps.StatementNumbers * 4L);
                if (cell >= MatrixCaps.StatementNumbers * 4L || (cell & 3) == 3 || (i > 0 && cell >> 2 == last >> 2) || !votes.Knows((int)(cell >> 2))) throw new FormatException($"participant {participant} has a vote that cannot be");
                (cells[i], last) = ((int)cell, cell);
            }
            if (!votes.RestoreRow(participant, cells, (length & 1) == 1)) throw new FormatException($"participant {participant} stands twice");
        }
        votes.RestoreCasts((long)casts);
        return votes;
    }

    private static void Memory(StateWriter writer, OpinionMemory memory)
    {
        writer.Reals(memory.Components.Center);
        writer.Reals(memory.Components.First);
        writer.Reals(memory.Components.Second);
        writer.Real(memory.Components.FirstVariance);
        writer.Real(memory.Components.SecondVariance);
        writer.Real(memory.Components.TotalVariance);
        Clusters(writer, memory.BaseClusters);
        writer.Number(memory.Groups.Count);
        foreach (var (k, clusters) in memory.Groups.OrderBy(pair => pair.Key))
        {
            writer.Number(k);
            Clusters(writer, clusters);
        }
        writer.Numbers([memory.Smoothing.Last, memory.Smoothing.Times, memory.Smoothing.Chosen]);
    }

    private static OpinionMemory Memory(ref StateReader reader)
    {
        var components = new PrincipalComponents(reader.Reals(), reader.Reals(), reader.Reals(), reader.Real(), reader.Real(), reader.Real());
        var baseClusters = Clusters(ref reader);
        var groups = new Dictionary<int, IReadOnlyList<Cluster>>();
        for (var left = reader.Count(); left > 0; left--) groups[reader.Below(1L << 31)] = Clusters(ref reader);
        var smoothing = reader.Numbers(1L << 31);
        if (smoothing.Length != 3) throw new FormatException("the number of groups over time is not there");
        return new(components, baseClusters, groups, new(smoothing[0], smoothing[1], smoothing[2]));
    }

    private static void Clusters(StateWriter writer, IReadOnlyList<Cluster> clusters)
    {
        writer.Number(clusters.Count);
        foreach (var cluster in clusters)
        {
            writer.Number(cluster.Id);
            writer.Real(cluster.X);
            writer.Real(cluster.Y);
            writer.Numbers(cluster.Members);
        }
    }

    private static Cluster[] Clusters(ref StateReader reader)
    {
        var clusters = new Cluster[reader.Count()];
        for (var i = 0; i < clusters.Length; i++) clusters[i] = new(reader.Below(1L << 31), reader.Real(), reader.Real(), reader.Numbers(1L << 31));
        return clusters;
    }
}
