using System.Net;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Dialogue.Tests.Conversations;

/// <summary>Pseudonyms cannot be forged or joined; limits forget who was counted.</summary>
public sealed class ParticipantTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void A_token_is_ours_unless_a_letter_of_it_is_another()
    {
        var tokens = new ParticipantTokens(Key);
        var token = tokens.New();
        Assert.True(tokens.IsOurs(token));
        Assert.False(new ParticipantTokens([.. Key.Reverse()]).IsOurs(token)); // another node's
        for (var at = 0; at < token.Length; at++)
        {
            var other = token[at] is 'Q' or 'R' ? 'g' : 'Q'; // differ in bits that count, also in the last letter
            Assert.False(tokens.IsOurs($"{token[..at]}{other}{token[(at + 1)..]}"), $"letter {at}");
        }
        Assert.All(["", "pvp_", token[..^1], token + "A", token.ToUpperInvariant(), new string('é', token.Length)], wrong => Assert.False(tokens.IsOurs(wrong)));
    }

    [Fact]
    public void A_frames_token_is_good_for_frames_alone_also_under_the_others_name()
    {
        var tokens = new ParticipantTokens(Key);
        var (frame, token) = (tokens.NewOfFrame(), tokens.New());
        Assert.Equal((true, false), (tokens.IsOfFrame(frame), tokens.IsOurs(frame)));
        Assert.Equal((false, true), (tokens.IsOfFrame(token), tokens.IsOurs(token)));
        Assert.False(tokens.IsOurs("pvp_" + frame[4..]));
        Assert.False(tokens.IsOfFrame("pvf_" + token[4..]));
        Assert.NotEqual(tokens.Seat("park", frame), tokens.Seat("park", token));
    }

    [Fact]
    public void A_participant_has_one_seat_in_a_conversation_and_another_in_the_next()
    {
        var tokens = new ParticipantTokens(Key);
        var (token, other) = (tokens.New(), tokens.New());
        Assert.Equal(tokens.Seat("park", token), tokens.Seat("park", token));
        Assert.Equal(4, new[] { tokens.Seat("park", token), tokens.Seat("school", token), tokens.Seat("park", other), tokens.Seat("school", other) }.Distinct().Count());
        Assert.Throws<ArgumentException>(() => tokens.Seat("park", "pvp_forged"));
    }

    [Fact]
    public void The_key_stays_the_same_and_is_the_nodes_users_alone()
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("parvis-tokens-").FullName);
        var token = ParticipantTokens.Open(folder).New();
        Assert.True(ParticipantTokens.Open(folder).IsOurs(token));
        var file = Path.Combine(folder.Keys, "dialogue.key");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        File.WriteAllText(file, "short");
        Assert.Contains("dialogue.key", Assert.Throws<InvalidDataException>(() => ParticipantTokens.Open(folder)).Message, StringComparison.Ordinal);
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public void A_network_has_one_mark_a_day_whatever_the_address_in_it_and_another_the_next_day()
    {
        var time = new SetTime();
        var marks = new NetworkMarks(time);
        var home = marks.Of(IPAddress.Parse("2001:db8:1:2::3"));
        Assert.Equal(home, marks.Of(IPAddress.Parse("2001:db8:1:2:ffff::9"))); // a household has a whole /64
        Assert.NotEqual(home, marks.Of(IPAddress.Parse("2001:db8:1:3::3")));
        Assert.Equal(marks.Of(IPAddress.Parse("192.0.2.7")), marks.Of(IPAddress.Parse("::ffff:192.0.2.7")));
        Assert.NotEqual(marks.Of(IPAddress.Parse("192.0.2.7")), new NetworkMarks(time).Of(IPAddress.Parse("192.0.2.7"))); // a node that starts again has forgotten
        time.Now = time.Now.AddDays(1);
        Assert.NotEqual(home, marks.Of(IPAddress.Parse("2001:db8:1:2::3")));
    }

    [Fact]
    public void What_is_too_often_waits_for_the_end_of_its_window()
    {
        var time = new SetTime { Now = new(2026, 11, 24, 12, 0, 20, TimeSpan.Zero) };
        var counter = new WindowCounter(2, TimeSpan.FromMinutes(1), time);
        Assert.Equal([null, null, TimeSpan.FromSeconds(40)], new[] { counter.Take("a"), counter.Take("a"), counter.Take("a") });
        Assert.Null(counter.Take("b"));
        time.Now = time.Now.AddSeconds(40);
        Assert.Null(counter.Take("a"));
    }

    [Fact]
    public void A_participant_that_floods_takes_nothing_from_the_others_of_its_network_and_many_of_them_are_held_too()
    {
        var time = new SetTime { Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero) };
        var limits = new ParticipationLimits(new() { VotesAMinute = 3, NetworkVotesAMinute = 5 }, new NetworkMarks(time), time);
        var home = IPAddress.Parse("192.0.2.7");
        for (var i = 0; i < 20; i++) limits.Take(Participation.Vote, "flooder", home);
        Assert.Null(limits.Take(Participation.Vote, "neighbour", home));
        Assert.Null(limits.Take(Participation.Vote, "neighbour", home));
        Assert.NotNull(limits.Take(Participation.Vote, "third", home)); // the network's five are used
        Assert.Null(limits.Take(Participation.Vote, "third", IPAddress.Parse("198.51.100.1")));
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
