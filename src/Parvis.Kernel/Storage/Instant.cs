using System.Globalization;

namespace Parvis.Kernel.Storage;

/// <summary>The one way instants are written: RFC 3339, UTC, milliseconds.</summary>
public static class Instant
{
    /// <summary>Writes <paramref name="instant"/>, e.g. <c>2026-11-24T04:24:08.123Z</c>.</summary>
    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary><paramref name="instant"/> as it reads back after it was written: without what is finer than a millisecond.</summary>
    internal static DateTimeOffset AsWritten(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMillisecond));
}
