using System.IO.Compression;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Records.Formats;

/// <summary>A file's bytes, taken out of gzip (RFC 1952) when they begin with its mark.</summary>
internal static class Unpacked
{
    public static Stream Open(SourceFile file)
    {
        var stream = file.Open();
        Span<byte> mark = stackalloc byte[2];
        var length = stream.ReadAtLeast(mark, 2, throwOnEndOfStream: false);
        Stream whole = new Prefixed(mark[..length].ToArray(), stream);
        return mark is [0x1F, 0x8B] ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    /// <summary>The bytes already read, then the rest; so that a stream that cannot seek can be looked at first.</summary>
    private sealed class Prefixed(byte[] prefix, Stream rest) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_at == prefix.Length) return rest.Read(buffer);
            var length = Math.Min(buffer.Length, prefix.Length - _at);
            prefix.AsSpan(_at, length).CopyTo(buffer);
            _at += length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
