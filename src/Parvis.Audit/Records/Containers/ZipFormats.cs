namespace Parvis.Audit.Records.Containers;

/// <summary>The formats that are zips, those with the most telling member names first.</summary>
internal static class ZipFormats
{
    public static readonly IReadOnlyList<IZipFormat> All = [new Torch.TorchArchive(), new Torch.TorchExport(), new Keras.KerasArchive(), new Numpy.NpzFormat()];
}
