using System.Text.RegularExpressions;
using Parvis.Audit.Records.Protobuf;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.SavedModel;

/// <summary>The numbers of a TensorFlow checkpoint, <c>*.data-00000-of-00001</c>: bytes that its index describes, and nothing else.</summary>
internal sealed partial class NumbersReader : IFormatReader
{
    public string Format => "tf-variables";

    public bool Recognises(Content content) => Shard().IsMatch(content.Name);

    public void Read(Content content, Examination examination) => examination.Find(SavedModelRules.Numbers, null);

    [GeneratedRegex(@"\.data-\d{5}-of-\d{5}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shard();
}

/// <summary>What newer TensorFlow writes beside a model to know it again, <c>fingerprint.pb</c>: five numbers.</summary>
internal sealed class FingerprintReader : IFormatReader
{
    public string Format => "tf-fingerprint";

    public bool Recognises(Content content) => content.Name == "fingerprint.pb";

    public void Read(Content content, Examination examination)
    {
        var message = WireMessage.Of(content, examination.Budget);
        while (message.Next()) { }
    }
}
