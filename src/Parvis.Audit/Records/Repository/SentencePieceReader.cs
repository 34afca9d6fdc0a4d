using System.Text.Json.Nodes;
using Parvis.Audit.Records.Protobuf;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Repository;

/// <summary>A vocabulary of SentencePiece: a <c>ModelProto</c> of sentencepiece_model.proto, pieces of text with scores.</summary>
internal sealed class SentencePieceReader : IFormatReader
{
    public string Format => "sentencepiece";

    /// <summary>The first field is a piece, whose first field is a text.</summary>
    public bool Recognises(Content content) => content.Head is [0x0A, > 5 and < 0x80, 0x0A, > 0 and < 0x80, ..] && content.Extension is ".model" or ".spm" or "" && content.Head[3] < content.Head[1];

    public void Read(Content content, Examination examination)
    {
        var message = WireMessage.Of(content, examination.Budget);
        var pieces = 0L;
        while (message.Next())
            if (message is { Field: 1, Type: Wire.Bytes }) pieces++;
        examination.Facts[FactNames.Vocabulary] = pieces;
    }
}
