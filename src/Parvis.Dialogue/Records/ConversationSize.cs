using System.Runtime.InteropServices;

namespace Parvis.Dialogue.Records;

/// <summary>How much was said in a conversation.</summary>
/// <param name="People">Those who voted or wrote.</param>
/// <param name="Statements">Those that are shown.</param>
/// <param name="Votes">All, changes of a vote among them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConversationSize(int People, int Statements, long Votes);
