using System.Text.Json;
using Parvis.Audit.Records.Protobuf;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.SavedModel;

/// <summary>How Keras builds the layers of a saved model again, <c>keras_metadata.pb</c>: each as JSON, a Lambda layer with Python code in it. Source: saved_metadata.proto of Keras 2.</summary>
internal sealed class KerasMetadataReader : IFormatReader
{
    private const int LongestLayer = 16 << 20;

    public string Format => "keras-metadata";

    public bool Recognises(Content content) => content.Name == "keras_metadata.pb";

    public void Read(Content content, Examination examination)
    {
        var layers = 0L;
        var file = WireMessage.Of(content, examination.Budget);
        while (file.Next())
        {
            if (file is not { Field: 1, Type: Wire.Bytes }) continue;
            layers++;
            var node = file.Inner();
            while (node.Next())
                if (node is { Field: 5, Type: Wire.Bytes }) Layer(node.Bytes(LongestLayer), node.Offset, examination);
        }
        examination.Facts[FactNames.Layers] = layers;
    }

    private static void Layer(ReadOnlySpan<byte> json, long at, Examination examination)
    {
        if (json.IsEmpty) return;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256, AllowTrailingCommas = true });
            var named = false;
            while (reader.Read())
            {
                examination.Budget.Tick();
                // A function written as bytecode is a list that begins with base64; "class_name": "Lambda" says the same in words.
                if (reader.TokenType == JsonTokenType.PropertyName) named = reader.ValueTextEquals("class_name") || reader.ValueTextEquals("function_type") || reader.ValueTextEquals("registered_name");
                else if (named && reader.TokenType == JsonTokenType.String && (reader.ValueTextEquals("Lambda") || reader.ValueTextEquals("lambda") || reader.ValueTextEquals("keras.layers>Lambda")))
                    examination.Find(SavedModelRules.Lambda, at + reader.TokenStartIndex);
                else named = false;
            }
        }
        catch (JsonException)
        {
            throw new MalformedException(SavedModelRules.Layers, at);
        }
    }
}
