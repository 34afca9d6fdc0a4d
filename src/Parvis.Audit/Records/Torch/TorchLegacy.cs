using System.Buffers.Binary;
using System.Globalization;
using Parvis.Audit.Records.Pickle;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Torch;

/// <summary>PyTorch's format before 1.6: pickles of a magic number, a protocol version, facts of the machine, the object and the keys of its storages, then the storages themselves.</summary>
internal static class TorchLegacy
{
    /// <summary>Reads on after the magic number.</summary>
    public static void Read(PickleMachine machine, Examination examination)
    {
        examination.Report.Format = "pytorch-legacy";
        var content = machine.Content;
        machine.Place = PicklePlace.Torch;
        machine.Run();
        machine.Run();
        machine.NameTensors(machine.Run());
        machine.Collected = [];
        machine.Run();
        var storages = machine.Storages.ToDictionary(storage => storage.Key);
        var places = new Dictionary<string, (long Offset, long Length)>();
        var offset = machine.Offset;
        Span<byte> count = stackalloc byte[8];
        foreach (var key in machine.Collected)
        {
            examination.Budget.Tick();
            if (!storages.TryGetValue(key, out var storage)) throw new MalformedException(TorchRules.Storage, offset, ("storage", key));
            if (content.ReadFull(offset, count) < 8) throw new MalformedException(TorchRules.Storage, offset, ("storage", key));
            var elements = BinaryPrimitives.ReadInt64LittleEndian(count);
            var size = TorchTypes.SizeOf(storage.Type);
            if (elements < 0 || elements > (content.Length - offset - 8) / size) throw new MalformedException(TorchRules.Storage, offset, ("storage", key));
            places[key] = (offset + 8, elements * size);
            offset += 8 + elements * size;
        }
        var tensors = new TorchTensors();
        tensors.Add(machine.Tensors, examination, key => places.TryGetValue(key, out var place) ? (place.Offset, place.Length, null) : null);
        tensors.AddTo(examination.Facts);
        var findings = new PickleFindings(examination.Report.Findings);
        PickleReader.Trailing(content, offset, findings, examination);
    }
}
