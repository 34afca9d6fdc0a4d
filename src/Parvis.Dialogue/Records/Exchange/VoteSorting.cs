using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Parvis.Dialogue.Records.Exchange;

/// <summary>Brings votes from the order of time into that of statements through files that nobody else sees, however many there are: in memory is only what is on its way.</summary>
internal static class VoteSorting
{
    private const int Most = 64; // files
    private const int AtOnce = 256; // votes

    /// <param name="votes">Votes by time, each with its order.</param>
    /// <param name="statements">More than the highest number of a statement.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Votes by statement, then participant, then order.</returns>
    public static async IAsyncEnumerable<VoteEvent> ByStatementAsync(IAsyncEnumerable<VoteEvent> votes, int statements, [EnumeratorCancellation] CancellationToken cancel)
    {
        var width = (statements + Most - 1) / Most;
        var (parts, room) = (new Part?[Most], Array.Empty<VoteEvent>());
        try
        {
            await foreach (var vote in votes.WithCancellation(cancel)) (parts[vote.Vote.Statement / width] ??= new()).Add(vote);
            foreach (var part in parts)
            {
                if (part is null) continue;
                if (room.Length < part.Count) room = new VoteEvent[part.Count];
                part.Sort(room);
                for (var i = 0; i < part.Count; i++) yield return room[i];
                part.Dispose();
            }
        }
        finally
        {
            foreach (var part in parts) part?.Dispose();
        }
    }

    /// <summary>Votes on statements of neighbouring numbers.</summary>
    private sealed class Part : IDisposable
    {
        private readonly FileStream _file = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        private readonly VoteEvent[] _waiting = new VoteEvent[AtOnce];
        private int _waitingCount;

        public int Count { get; private set; }

        public void Add(VoteEvent vote)
        {
            Count++;
            if (_waitingCount == AtOnce) Flush();
            _waiting[_waitingCount++] = vote;
        }

        public void Sort(VoteEvent[] room)
        {
            Flush();
            _file.Position = 0;
            var all = room.AsSpan(0, Count);
            _file.ReadExactly(MemoryMarshal.AsBytes(all));
            all.Sort(Compare);
        }

        public void Dispose() => _file.Dispose();

        private void Flush()
        {
            _file.Write(MemoryMarshal.AsBytes(_waiting.AsSpan(0, _waitingCount)));
            _waitingCount = 0;
        }

        private static int Compare(VoteEvent one, VoteEvent other) =>
            one.Vote.Statement != other.Vote.Statement ? one.Vote.Statement.CompareTo(other.Vote.Statement)
            : one.Vote.Participant != other.Vote.Participant ? one.Vote.Participant.CompareTo(other.Vote.Participant)
            : one.Order.CompareTo(other.Order);
    }
}
