using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records.Exchange;

namespace Parvis.Dialogue.Indicators.Exchange;

/// <summary>What can be computed from a public export: how well its groups are parted, what sets each apart and what all share. Components, base clusters and the groups themselves need the votes of persons; they are taken as given.</summary>
internal sealed record PublicRecomputation
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required PublicConversation Conversation { get; init; }

    public required string InputDigest { get; init; }

    /// <summary>The mean silhouette of clusters in their groups.</summary>
    public required double Silhouette { get; init; }

    /// <summary>By id.</summary>
    public required IReadOnlyList<PublicGroup> Groups { get; init; }

    public required Consensus Consensus { get; init; }

    public required IReadOnlyDictionary<int, double> GroupInformedConsensus { get; init; }

    /// <param name="conversation">The export.</param>
    /// <param name="bytes">Its bytes, for the digest.</param>
    public static PublicRecomputation Of(PublicConversation conversation, ReadOnlySpan<byte> bytes)
    {
        var width = conversation.Statements.Select(statement => statement.Number).Append(-1).Max() + 1;
        var votes = new SortedDictionary<int, VoteTallies>();
        var all = new VoteTallies(width);
        foreach (var (group, cells) in conversation.Clusters.Select(cluster => (cluster.Group, cluster.Votes)).Concat(conversation.GroupRests.Select(rest => (rest.Group, rest.Votes))))
        {
            if (!votes.TryGetValue(group, out var own)) votes.Add(group, own = new VoteTallies(width));
            Add(own, cells);
            Add(all, cells);
        }
        Add(all, conversation.Rest);
        int[] statements = [.. conversation.Statements.Where(statement => !statement.IsMeta).Select(statement => statement.Number).Order()];
        int[] voted = [.. statements.Where(statement => all.Seen[statement] > 0)];
        var places = Enumerable.Range(0, conversation.Clusters.Count).ToArray();
        var points = new Points(places, [.. conversation.Clusters.Select(cluster => cluster.X)], [.. conversation.Clusters.Select(cluster => cluster.Y)]);
        Cluster[] clusters = [.. votes.Keys.Select(group => new Cluster(group, 0, 0, [.. places.Where(place => conversation.Clusters[place].Group == group)]))];
        return new()
        {
            Conversation = conversation,
            InputDigest = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Silhouette = Opinion.Silhouette.Of(points, clusters),
            Groups = [.. votes.Select(group => new PublicGroup(
                group.Key,
                [.. conversation.Clusters.Where(cluster => cluster.Group == group.Key).SelectMany(cluster => Enumerable.Range(cluster.FirstPerson, cluster.People)).Order()],
                Representativeness.Of(group.Value, Sum(votes.Where(other => other.Key != group.Key).Select(other => other.Value), width), voted)))],
            Consensus = Consensus.Of(all, voted),
            GroupInformedConsensus = voted.ToDictionary(statement => statement, statement => Consensus.GroupInformed(votes.Values, statement)),
        };
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("algorithm", OpinionResult.Version);
            json.WriteStartObject("given");
            json.WriteString("format", Conversation.Format);
            json.WriteString("algorithm", Conversation.Algorithm);
            json.WriteString("mode", Conversation.Mode);
            json.WriteNumber("fewestPeople", Conversation.FewestPeople);
            json.WriteStartArray("notRecomputed");
            foreach (var part in (ReadOnlySpan<string>)["components", "baseClusters", "groups"]) json.WriteStringValue(part);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("inputDigest", InputDigest);
            json.WriteNumber("participants", Conversation.People);
            json.WriteNumber("statements", GroupInformedConsensus.Count);
            json.WriteNumber("grouped", Groups.Sum(group => group.Participants.Length));
            json.WriteNumber("groupCount", Groups.Count);
            json.WriteStartObject("silhouettes");
            json.WriteNumber($"{Groups.Count}", Silhouette);
            json.WriteEndObject();
            json.WriteStartArray("groups");
            foreach (var group in Groups)
            {
                json.WriteStartObject();
                json.WriteNumber("id", group.Id);
                json.WriteStartArray("participants");
                foreach (var person in group.Participants) json.WriteNumberValue(person);
                json.WriteEndArray();
                ResultJson.Representative(json, group.Representative);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            ResultJson.Consensus(json, Consensus);
            ResultJson.Scores(json, GroupInformedConsensus);
            json.WriteEndObject();
        }
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void Add(VoteTallies votes, IEnumerable<int[]> cells)
    {
        foreach (var cell in cells)
        {
            votes.Agrees[cell[0]] += cell[1];
            votes.Disagrees[cell[0]] += cell[2];
            votes.Seen[cell[0]] += cell[1] + cell[2] + cell[3];
        }
    }

    private static VoteTallies Sum(IEnumerable<VoteTallies> parts, int width)
    {
        var sum = new VoteTallies(width);
        foreach (var part in parts) sum.Add(part);
        return sum;
    }
}

/// <summary>A group of a public export.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Participants">Its members, by the numbers of this export.</param>
/// <param name="Representative">What sets it apart.</param>
internal sealed record PublicGroup(int Id, int[] Participants, IReadOnlyList<RepresentativeStatement> Representative);
