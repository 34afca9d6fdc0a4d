using System.Globalization;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.Containers;
using Parvis.Audit.Records.Keras;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Hdf5;

/// <summary>HDF5 (superblocks 0 to 3), with Keras models in it. Groups, attributes and where the numbers are; the numbers themselves only for digests.</summary>
internal sealed class Hdf5Reader : IFormatReader
{
    /// <summary>Filters from this number on are plug-ins: programs that reading the data loads.</summary>
    private const int FirstPlugIn = 256;

    /// <summary>Attributes that are looked at for pickles, which pandas and PyTables keep there.</summary>
    private const int MostApart = 1000;

    public string Format => "hdf5";

    public bool Recognises(Content content) => Hdf5File.Start(content) >= 0;

    public void Read(Content content, Examination examination)
    {
        if (content.Length == 8)
        {
            if (examination.Depth == 0) throw new MalformedException(Hdf5Rules.Truncated, 8);
            examination.Find(Hdf5Rules.Empty, 0); // a member that only has the mark: there is nothing to read
            return;
        }
        var file = Hdf5File.Open(content, examination.Budget);
        examination.Facts[FactNames.FormatVersion] = file.Version;
        try
        {
            new Walk(content, file, examination).Run();
        }
        finally
        {
            TensorFacts.Write(examination);
        }
        if (file.End >= content.Length) return;
        examination.Find(ContainerRules.Trailing, file.End, ("bytes", (content.Length - file.End).ToString(CultureInfo.InvariantCulture)));
        examination.Apart(content, file.End, content.Length - file.End);
    }

    /// <summary>Goes over all objects, each once.</summary>
    private sealed class Walk(Content content, Hdf5File file, Examination examination)
    {
        private readonly Queue<(string Path, long Header)> _objects = new();
        private readonly HashSet<long> _seen = [];
        private readonly JsonArray _external = [];
        private int _apart;

        public void Run()
        {
            Enqueue("", file.Root);
            while (_objects.TryDequeue(out var next)) Object(next.Path, next.Header);
            if (_external.Count > 0) examination.Facts[FactNames.External] = _external;
        }

        private void Enqueue(string path, long header)
        {
            if (header < 0 || !_seen.Add(header)) return;
            if (_seen.Count > examination.Budget.Limits.Members) throw new BudgetException(BudgetException.Members);
            _objects.Enqueue((path, header));
        }

        private void Object(string path, long header)
        {
            var messages = Hdf5Object.Messages(file, header);
            foreach (var message in messages)
            {
                examination.Budget.Tick();
                if (message.IsShared && message.Type is Hdf5Message.Attribute or Hdf5Message.Link or Hdf5Message.ExternalFiles)
                {
                    examination.Find(Hdf5Rules.Shared, file.Base + header, ("object", Named(path)));
                    continue;
                }
                switch (message.Type)
                {
                    case Hdf5Message.Attribute: Attribute(Hdf5Attribute.Parse(file, message)); break;
                    case Hdf5Message.Link: Follow(path, Hdf5Object.Link(file, message), message.Address); break;
                    case Hdf5Message.ExternalFiles: ExternalFiles(message); break;
                    case Hdf5Message.Filters: Filters(message, path); break;
                    case Hdf5Message.Symbols:
                        var at = new Hdf5Cursor(file, message.Bytes, message.Address);
                        foreach (var link in file.Symbols(at.Address(), at.Address())) Follow(path, link, message.Address);
                        break;
                    case Hdf5Message.LinksApart or Hdf5Message.AttributesApart when IsApart(message):
                        examination.Find(Hdf5Rules.Dense, file.Base + header, ("object", Named(path)));
                        break;
                }
            }
            Dataset(path, header, messages);
        }

        private static string Named(string path) => path.Length == 0 ? "/" : path;

        private void Follow(string path, Hdf5Link link, long where)
        {
            if (link.File is { } other) Location(other, where);
            else if (link.Header >= 0) Enqueue(path.Length == 0 ? link.Name : $"{path}/{link.Name}", link.Header);
        }

        /// <summary>A group or object with very many members has them outside its header.</summary>
        private bool IsApart(Hdf5Message message)
        {
            var at = new Hdf5Cursor(file, message.Bytes, message.Address);
            at.Skip(1);
            var tracked = (at.U8() & 1) != 0;
            if (tracked) at.Skip(message.Type == Hdf5Message.LinksApart ? 8 : 2);
            return at.Address() >= 0;
        }

        private void Location(string other, long where)
        {
            if (_external.Count < TensorFacts.MostShapes) _external.Add(other);
            examination.Find(ExternalLocation.Leaves(other) ? Hdf5Rules.Outside : Hdf5Rules.Beside, file.Base + where, ("location", other));
        }

        /// <summary>Numbers that lie in other files: reading them reads those.</summary>
        private void ExternalFiles(Hdf5Message message)
        {
            var at = new Hdf5Cursor(file, message.Bytes, message.Address);
            at.Skip(6);
            var count = at.U16();
            var names = file.LocalHeap(at.Address());
            for (var i = 0; i < count; i++)
            {
                Location(file.Text(names, at.Length(), message.Address), message.Address);
                at.Skip(2 * file.LengthBytes);
            }
        }

        private void Filters(Hdf5Message message, string path)
        {
            var at = new Hdf5Cursor(file, message.Bytes, message.Address);
            var version = at.U8();
            var count = at.U8();
            if (version is not (1 or 2)) throw file.Broken(message.Address, "filters");
            if (version == 1) at.Skip(6);
            for (var i = 0; i < count; i++)
            {
                var id = at.U16();
                var name = version == 1 || id >= FirstPlugIn ? at.U16() : 0;
                at.Skip(2);
                var values = at.U16();
                at.Skip(version == 1 ? (name + 7) / 8 * 8 : name);
                at.Skip(4 * (values + (version == 1 ? values & 1 : 0)));
                if (id >= FirstPlugIn) examination.Find(Hdf5Rules.PlugIn, file.Base + message.Address, ("filter", id.ToString(CultureInfo.InvariantCulture)), ("object", Named(path)));
            }
        }

        private void Attribute(Hdf5Attribute attribute)
        {
            if (attribute.Text is { Length: > 0 } text)
            {
                if (attribute.Name is "keras_version") examination.Facts[FactNames.ProducerVersion] = Finding.Of(Hdf5Rules.Empty, null, ("value", text)).Values["value"];
                if (attribute.Name is "backend") examination.Facts[FactNames.Producer] = Finding.Of(Hdf5Rules.Empty, null, ("value", text)).Values["value"];
                if (text.AsSpan().TrimStart() is ['{' or '[', ..])
                {
                    if (attribute.Name == "model_config") examination.Report.Format = "keras-hdf5";
                    KerasConfig.Check(text, attribute.Name is "model_config" or "training_config", examination);
                    return;
                }
            }
            if (attribute.Address >= 0 && attribute.Length > 1 && _apart++ < MostApart) examination.Apart(content, file.Base + attribute.Address, attribute.Length);
        }

        private void Dataset(string path, long header, List<Hdf5Message> messages)
        {
            if (messages.Find(message => message.Type == Hdf5Message.Layout) is not { Bytes.Length: > 1 } layout) return;
            var space = messages.Find(message => message.Type == Hdf5Message.Dataspace);
            var type = messages.Find(message => message.Type == Hdf5Message.Datatype);
            var (start, stored) = Place(layout);
            if (type.IsShared || space.IsShared || type.Bytes.Length < 8 || space.Bytes.Length < 4)
            {
                examination.Find(Hdf5Rules.Shared, file.Base + header, ("object", Named(path)));
                return;
            }
            var of = Hdf5Type.Parse(new(file, type.Bytes, type.Address));
            var shape = Hdf5Object.Shape(file, new(file, space.Bytes, space.Address)) ?? [0];
            if (TensorFacts.Elements(shape) is not { } elements || elements > long.MaxValue / Math.Max(1u, of.Size)) throw file.Broken(space.Address, "dataspace");
            var length = elements * of.Size;
            if (start >= 0 && (stored < length || !file.Has(start, length))) throw new MalformedException(Hdf5Rules.Truncated, file.Base + layout.Address);
            if (of.Name is { } name) TensorFacts.Add(examination, new(path, name, shape, start >= 0 ? file.Base + start : null, length));
        }

        /// <summary>Where a dataset's bytes are when they are in one piece in this file; otherwise −1.</summary>
        private (long Start, long Length) Place(Hdf5Message layout)
        {
            var at = new Hdf5Cursor(file, layout.Bytes, layout.Address);
            var version = at.U8();
            if (version is 1 or 2)
            {
                at.Skip(1);
                var old = at.U8();
                at.Skip(5);
                return old == 1 && at.Address() is var place and >= 0 ? (place, long.MaxValue) : (-1, 0); // its length is that of the dataspace
            }
            if (version is not (3 or 4)) throw file.Broken(layout.Address, "layout");
            switch (at.U8())
            {
                case 0:
                    var size = at.U16();
                    return (layout.Address + at.At, Math.Min(size, at.Left));
                case 1:
                    return (at.Address(), at.Length());
                case 3:
                    Virtual(at.Address(), at.U32(), layout.Address);
                    return (-1, 0);
                default:
                    return (-1, 0);
            }
        }

        /// <summary>A dataset that is put together from others: those of other files are named in a heap, before the selections of each. A point is this file.</summary>
        private void Virtual(long collection, uint index, long where)
        {
            if (collection < 0) return;
            var block = file.Global(collection, index);
            if (block.Length < 1 + file.LengthBytes) throw file.Broken(where, "virtual");
            var name = file.Text(block[(1 + file.LengthBytes)..], 0, where);
            if (name is not ".") Location(name, where);
            if (Hdf5File.Number(block.Span[1..], file.LengthBytes) > 1) examination.Find(Hdf5Rules.Shared, file.Base + where, ("object", name));
        }
    }
}
