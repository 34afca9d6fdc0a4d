namespace Parvis.Dialogue.Records.Exchange;

/// <summary>What a conversation is about.</summary>
/// <param name="Topic">Its title.</param>
/// <param name="Address">Where it is or was held; empty when nowhere.</param>
/// <param name="Description">Its description.</param>
internal sealed record ConversationHeading(string Topic, string Address = "", string Description = "");
