using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tflite;

/// <summary>TensorFlow Lite models: a FlatBuffer with the mark <c>TFL3</c>, followed by large buffers where there are any.</summary>
internal sealed class TfliteReader : IFormatReader
{
    public string Format => "tflite";

    public bool Recognises(Content content) => HasMark(content) || content.Extension == ".tflite";

    public void Read(Content content, Examination examination)
    {
        if (!HasMark(content)) throw new MalformedException(TfliteRules.NotTflite, 0);
        new TfliteModel(content, examination).Read();
    }

    private static bool HasMark(Content content) => content.Head is [_, _, _, _, (byte)'T', (byte)'F', (byte)'L', (byte)'3', ..];
}
