using System.Text;

namespace Parvis.Audit.Records.Hdf5;

/// <summary>What an object says about itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its value, when it is one text.</param>
/// <param name="Address">Where its value is when it stands in the header and is text or opaque, or −1.</param>
/// <param name="Length">Bytes of that value.</param>
internal sealed record Hdf5Attribute(string Name, string? Text, long Address, long Length)
{
    public static Hdf5Attribute Parse(Hdf5File file, Hdf5Message message)
    {
        var at = new Hdf5Cursor(file, message.Bytes, message.Address);
        var version = at.U8();
        if (version is not (1 or 2 or 3)) throw file.Broken(message.Address, "attribute");
        var flags = at.U8();
        int name = at.U16(), type = at.U16(), space = at.U16();
        if (version == 3) at.Skip(1);
        var called = file.Text(at.Take(Padded(name)), 0, message.Address);
        var typeBytes = at.Take(Padded(type));
        var spaceBytes = at.Take(Padded(space));
        if (version > 1 && (flags & 3) != 0) return new(called, null, -1, 0); // its type is kept elsewhere
        var of = Hdf5Type.Parse(new(file, typeBytes, message.Address));
        var shape = Hdf5Object.Shape(file, new(file, spaceBytes, message.Address));
        var address = message.Address + at.At;
        if (shape is null || (TensorFacts.Elements(shape) ?? 0) == 0) return new(called, null, -1, 0);
        if (of.Class == 9 && of.IsText && TensorFacts.Elements(shape) == 1)
        {
            var length = at.U32();
            var collection = at.Address();
            var index = at.U32();
            if (collection <= 0) return new(called, "", -1, 0);
            var value = file.Global(collection, index);
            return new(called, Encoding.UTF8.GetString(value.Span[..(int)Math.Min(length, value.Length)]), -1, 0);
        }
        if (of.Class is not (3 or 5)) return new(called, null, -1, 0);
        var bytes = at.Take(at.Left);
        var text = of.Class == 3 && TensorFacts.Elements(shape) == 1 ? Encoding.UTF8.GetString(bytes.Span[..(int)Math.Min(of.Size, bytes.Length)]).TrimEnd('\0', ' ') : null;
        return new(called, text, address, bytes.Length);

        int Padded(int length) => version == 1 ? (length + 7) / 8 * 8 : length;
    }
}
