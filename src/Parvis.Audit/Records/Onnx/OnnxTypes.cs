namespace Parvis.Audit.Records.Onnx;

/// <summary>Types of elements of tensors. Source: TensorProto.DataType of onnx.proto.</summary>
internal static class OnnxTypes
{
    private static readonly (string Name, int Bits)[] Types =
    [
        ("UNDEFINED", 0), ("F32", 32), ("U8", 8), ("I8", 8), ("U16", 16), ("I16", 16), ("I32", 32), ("I64", 64), ("STRING", 0), ("BOOL", 8),
        ("F16", 16), ("F64", 64), ("U32", 32), ("U64", 64), ("C64", 64), ("C128", 128), ("BF16", 16),
        ("F8_E4M3", 8), ("F8_E4M3FNUZ", 8), ("F8_E5M2", 8), ("F8_E5M2FNUZ", 8), ("U4", 4), ("I4", 4), ("F4", 4), ("F8_E8M0", 8), ("U2", 2), ("I2", 2),
    ];

    /// <summary>The name of a type in the words of safetensors, and how many bits an element has; 0 where that is not fixed.</summary>
    public static (string Name, int Bits) Of(long number) => number >= 0 && number < Types.Length ? Types[number] : ($"TYPE_{number}", 0);
}
