using System.Buffers;
using Parvis.Audit.Records.Containers;
using Parvis.Audit.Records.Pickle;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Torch;

/// <summary>PyTorch's format since 1.6: a zip of one folder with <c>data.pkl</c>, whose persistent ids name the storages <c>data/0</c>, <c>data/1</c> …; TorchScript adds <c>code/</c> and <c>constants.pkl</c>.</summary>
internal sealed class TorchArchive : IZipFormat
{
    /// <summary>Longest of the members that only say how the archive was written.</summary>
    private const int LongestNote = 100;

    private static readonly SearchValues<byte> NoteCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz_\r\n "u8);

    public string Format => "pytorch-zip";

    public bool Recognises(ZipDirectory zip) => zip.Entries.Any(IsPickle);

    public void Read(ZipDirectory zip, Examination examination)
    {
        var folder = zip.Entries.First(IsPickle).Name[..^"data.pkl".Length];
        var script = zip.Entries.Any(entry => entry.Name.StartsWith($"{folder}code/", StringComparison.Ordinal));
        if (script) examination.Find(TorchRules.Script, null);
        foreach (var entry in zip.Entries)
            if (IsNative(entry.Name)) examination.Find(TorchRules.Native, entry.Header, ("member", entry.Name));
        TakeNotes(zip, folder);
        var pickles = new List<(TorchPickle Pickle, string Data)>();
        foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith("data.pkl", StringComparison.Ordinal) || entry.Name.EndsWith("constants.pkl", StringComparison.Ordinal)).ToList())
        {
            if (zip.Open(entry) is not { } content) continue;
            zip.Take(entry);
            var pickle = new TorchPickle(script ? PicklePlace.TorchScript : PicklePlace.Torch);
            using (content as IDisposable) examination.Member(content, pickle);
            pickles.Add((pickle, $"{entry.Name[..^".pkl".Length]}/"));
        }
        var tensors = new TorchTensors();
        foreach (var (pickle, data) in pickles)
        {
            foreach (var storage in pickle.Storages)
            {
                examination.Budget.Tick();
                if (zip.Find(data + storage.Key) is not { } entry || (Int128)storage.Elements * TorchTypes.SizeOf(storage.Type) is var bytes && bytes != entry.Unpacked && !IsPacked(storage.Type))
                    throw new MalformedException(TorchRules.Storage, 0, ("storage", data + storage.Key));
                zip.Take(entry);
            }
            tensors.Add(pickle.Tensors, examination, key => zip.Find(data + key) is { Start: >= 0 } entry ? entry.Method == 0 ? (entry.Start, entry.Unpacked, null) : (0, entry.Unpacked, entry.Name) : null);
        }
        tensors.AddTo(examination.Facts);
    }

    private static bool IsPickle(ZipEntry entry) => entry.Name is var name && name.EndsWith("data.pkl", StringComparison.Ordinal) && (name.Length == 8 || (name[^9] == '/' && name.IndexOf('/', StringComparison.Ordinal) == name.Length - 9));

    /// <summary>Members that share a byte between elements say their number in bytes or in elements, by version.</summary>
    private static bool IsPacked(string type) => type.Contains('X', StringComparison.Ordinal);

    private static bool IsNative(string name) => Path.GetExtension(name) is ".so" or ".dll" or ".dylib" or ".o" or ".pyd" or ".exe" or ".cubin";

    /// <summary>Version, byte order and the like are a few characters that no reader knows.</summary>
    internal static void TakeNotes(ZipDirectory zip, string folder)
    {
        Span<byte> note = stackalloc byte[LongestNote];
        foreach (var entry in zip.Entries)
        {
            if (entry.Unpacked > LongestNote || entry.Hidden || entry.Name.StartsWith(folder, StringComparison.Ordinal) && entry.Name[folder.Length..] is not ("version" or "byteorder" or ".format_version" or ".storage_alignment" or ".data/serialization_id" or ".data/version" or "archive_format" or "archive_version")) continue;
            if (!entry.Name.StartsWith(folder, StringComparison.Ordinal) || zip.Open(entry) is not { } content) continue;
            if (!note[..content.ReadFull(0, note)].ContainsAnyExcept(NoteCharacters)) zip.Take(entry);
        }
    }

    /// <summary>The pickle of such an archive, whose tensors the archive's facts need.</summary>
    private sealed class TorchPickle(PicklePlace place) : IFormatReader
    {
        public string Format => "pickle";

        public IReadOnlyList<PickleTensor> Tensors { get; private set; } = [];

        public IReadOnlyList<PickleStorage> Storages { get; private set; } = [];

        public bool Recognises(Content content) => true;

        public void Read(Content content, Examination examination)
        {
            var findings = new PickleFindings(examination.Report.Findings);
            using var machine = new PickleMachine(content, examination.Budget, findings, place) { GoesOn = true, LoadsFromBytes = (bytes, at) => examination.Inner(bytes, at) };
            try
            {
                machine.NameTensors(machine.Run());
                Tensors = machine.Tensors;
                Storages = machine.Storages;
                PickleReader.Trailing(content, machine.Offset, findings, examination);
            }
            finally
            {
                PickleReader.AddFacts(machine, 1, examination.Facts);
            }
        }
    }
}

/// <summary>Programs exported by <c>torch.export</c>: a zip of models as JSON, weights, and sometimes native code.</summary>
internal sealed class TorchExport : IZipFormat
{
    public string Format => "pytorch-export";

    public bool Recognises(ZipDirectory zip) => zip.Entries.Any(entry => Path.GetFileName(entry.Name) == "archive_format");

    public void Read(ZipDirectory zip, Examination examination)
    {
        var note = zip.Entries.First(entry => Path.GetFileName(entry.Name) == "archive_format").Name;
        foreach (var entry in zip.Entries)
            if (Path.GetExtension(entry.Name) is ".so" or ".dll" or ".dylib" or ".o" or ".pyd" or ".exe" or ".cubin") examination.Find(TorchRules.Native, entry.Header, ("member", entry.Name));
        TorchArchive.TakeNotes(zip, note[..^"archive_format".Length]);
    }
}
