namespace Parvis.Audit.Records.Pickle;

/// <summary>Element types of PyTorch in the words of safetensors, and their sizes.</summary>
internal static class TorchTypes
{
    /// <summary>Of a class of storage, e.g. <c>FloatStorage</c>.</summary>
    public static string? OfStorage(string storage) => storage switch
    {
        "FloatStorage" => "F32",
        "DoubleStorage" => "F64",
        "HalfStorage" => "F16",
        "BFloat16Storage" => "BF16",
        "LongStorage" => "I64",
        "IntStorage" => "I32",
        "ShortStorage" => "I16",
        "CharStorage" => "I8",
        "ByteStorage" or "UntypedStorage" => "U8",
        "BoolStorage" => "BOOL",
        "ComplexFloatStorage" => "C64",
        "ComplexDoubleStorage" => "C128",
        "QInt8Storage" => "QINT8",
        "QUInt8Storage" => "QUINT8",
        "QInt32Storage" => "QINT32",
        "QUInt4x2Storage" => "QUINT4X2",
        "QUInt2x4Storage" => "QUINT2X4",
        _ => null,
    };

    /// <summary>Of an element type, e.g. <c>torch.float8_e4m3fn</c>.</summary>
    public static string? OfName(string type) => type switch
    {
        "torch.float32" or "torch.float" => "F32",
        "torch.float64" or "torch.double" => "F64",
        "torch.float16" or "torch.half" => "F16",
        "torch.bfloat16" => "BF16",
        "torch.float8_e4m3fn" => "F8_E4M3",
        "torch.float8_e5m2" => "F8_E5M2",
        "torch.float8_e4m3fnuz" => "F8_E4M3FNUZ",
        "torch.float8_e5m2fnuz" => "F8_E5M2FNUZ",
        "torch.float8_e8m0fnu" => "F8_E8M0",
        "torch.int64" or "torch.long" => "I64",
        "torch.int32" or "torch.int" => "I32",
        "torch.int16" or "torch.short" => "I16",
        "torch.int8" => "I8",
        "torch.uint8" => "U8",
        "torch.uint16" => "U16",
        "torch.uint32" => "U32",
        "torch.uint64" => "U64",
        "torch.bool" => "BOOL",
        "torch.complex32" => "C32",
        "torch.complex64" => "C64",
        "torch.complex128" => "C128",
        "torch.qint8" => "QINT8",
        "torch.quint8" => "QUINT8",
        "torch.qint32" => "QINT32",
        _ => null,
    };

    /// <summary>Bytes of one element; of the types that share a byte, of one byte.</summary>
    public static int SizeOf(string type) => type switch
    {
        "C128" => 16,
        "F64" or "I64" or "U64" or "C64" => 8,
        "F32" or "I32" or "U32" or "C32" or "QINT32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        _ => 1,
    };
}
