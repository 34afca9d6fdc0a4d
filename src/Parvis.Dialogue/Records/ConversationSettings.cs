using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parvis.Dialogue.Records;

/// <summary>Who may write statements.</summary>
internal enum Authors
{
    /// <summary>Everybody who takes part.</summary>
    Participants,

    /// <summary>Those who convene alone.</summary>
    Conveners,
}

/// <summary>Who sees results.</summary>
internal enum Audience
{
    Everyone,

    /// <summary>Those who have voted.</summary>
    Participants,

    Conveners,
}

/// <summary>When results are shown.</summary>
internal enum Showing
{
    Live,

    AfterClosing,
}

/// <summary>How a conversation is held.</summary>
internal sealed record ConversationSettings
{
    /// <summary>Letters that nobody may exceed, whatever a conversation allows.</summary>
    public const int LongestOfAll = 1000;

    /// <summary>Groups at most that may be asked for.</summary>
    public const int MostOfAll = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Fewest groups tried; 2 or more.</summary>
    public int FewestGroups { get; init; } = 2;

    /// <summary>Most groups tried.</summary>
    public int MostGroups { get; init; } = 5;

    /// <summary>Groups are the best of many seeded starts, whatever the order of votes; else they follow Polis' rules.</summary>
    public bool IsStable { get; init; }

    /// <summary>Statements are shown only once accepted; else until rejected.</summary>
    public bool IsStrict { get; init; } = true;

    /// <summary>Only those with a code take part.</summary>
    public bool IsInviteOnly { get; init; }

    /// <summary>Who may write statements.</summary>
    public Authors Authors { get; init; } = Authors.Participants;

    /// <summary>Who sees results.</summary>
    public Audience ResultsFor { get; init; } = Audience.Everyone;

    /// <summary>When they do.</summary>
    public Showing Results { get; init; } = Showing.Live;

    /// <summary>Letters that a statement may have.</summary>
    public int LongestStatement { get; init; } = 280;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static ConversationSettings FromJson(string json) => JsonSerializer.Deserialize<ConversationSettings>(json, Json)!;
}
