namespace Parvis.Dialogue.Records.Polis;

/// <summary>When clocks are an hour ahead.</summary>
internal enum SummerTime
{
    Never,

    /// <summary>From the second Sunday of March to the first of November, at two o'clock: the law of the United States since 2007.</summary>
    American,

    /// <summary>From the last Sunday of March to that of October, at one o'clock UTC: the law of the European Union since 1996.</summary>
    European,
}

/// <summary>The time zone of the machine that wrote an export: its column <c>datetime</c> names it by an abbreviation. It is known here, since a machine need not have a time zone database.</summary>
/// <param name="Standard">Its abbreviation.</param>
/// <param name="Daylight">Its abbreviation in summer.</param>
/// <param name="Hours">Hours ahead of UTC in winter.</param>
/// <param name="Summer">When clocks are an hour ahead.</param>
internal sealed record PolisZone(string Standard, string Daylight, int Hours, SummerTime Summer)
{
    /// <summary>Length of what <see cref="Write"/> writes at most.</summary>
    public const int Longest = 40;

    /// <summary>Coordinated universal time.</summary>
    public static PolisZone Utc { get; } = new("UTC", "UTC", 0, SummerTime.Never);

    // Where exports are known to have been written, and where servers often stand.
    private static readonly PolisZone[] Known =
    [
        Utc,
        new("GMT", "GMT", 0, SummerTime.Never),
        new("WIB", "WIB", 7, SummerTime.Never),
        new("CST", "CST", 8, SummerTime.Never),
        new("PST", "PDT", -8, SummerTime.American),
        new("MST", "MDT", -7, SummerTime.American),
        new("CST", "CDT", -6, SummerTime.American),
        new("EST", "EDT", -5, SummerTime.American),
        new("GMT", "BST", 0, SummerTime.European),
        new("CET", "CEST", 1, SummerTime.European),
    ];

    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>The zone in which an instant is written so, or UTC when no known one is.</summary>
    public static PolisZone Of(long milliseconds, string written) =>
        Known.FirstOrDefault(zone => (written.Contains($" {zone.Standard} ", StringComparison.Ordinal) || written.Contains($" {zone.Daylight} ", StringComparison.Ordinal)) && zone.Text(milliseconds) == written) ?? Utc;

    /// <summary>An instant as <c>Wed Jun 18 08:16:54 WIB 2014</c>.</summary>
    public string Text(long milliseconds)
    {
        Span<byte> text = stackalloc byte[Longest];
        return System.Text.Encoding.ASCII.GetString(text[..Write(milliseconds, text)]);
    }

    /// <summary>Writes an instant, milliseconds since 1970, and returns its length.</summary>
    public int Write(long milliseconds, Span<byte> to)
    {
        var instant = DateTime.UnixEpoch.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond);
        var isSummer = IsSummer(instant);
        var local = instant.AddHours(isSummer ? Hours + 1 : Hours);
        var at = 0;
        Put(to, ref at, Days[(int)local.DayOfWeek]);
        Put(to, ref at, " ");
        Put(to, ref at, Months[local.Month - 1]);
        Put(to, ref at, " ");
        Two(to, ref at, local.Day);
        Put(to, ref at, " ");
        Two(to, ref at, local.Hour);
        Put(to, ref at, ":");
        Two(to, ref at, local.Minute);
        Put(to, ref at, ":");
        Two(to, ref at, local.Second);
        Put(to, ref at, " ");
        Put(to, ref at, isSummer ? Daylight : Standard);
        Put(to, ref at, " ");
        Two(to, ref at, local.Year / 100);
        Two(to, ref at, local.Year % 100);
        return at;
    }

    private bool IsSummer(DateTime instant) => Summer switch
    {
        SummerTime.American => instant >= Sunday(instant.Year, 3, 8).AddHours(2 - Hours) && instant < Sunday(instant.Year, 11, 1).AddHours(1 - Hours),
        SummerTime.European => instant >= Sunday(instant.Year, 3, 25).AddHours(1) && instant < Sunday(instant.Year, 10, 25).AddHours(1),
        _ => false,
    };

    // The first Sunday from a day on.
    private static DateTime Sunday(int year, int month, int day)
    {
        var from = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        return from.AddDays((7 - (int)from.DayOfWeek) % 7);
    }

    private static void Two(Span<byte> to, ref int at, int number)
    {
        to[at++] = (byte)('0' + (number / 10));
        to[at++] = (byte)('0' + (number % 10));
    }

    private static void Put(Span<byte> to, ref int at, string letters)
    {
        foreach (var letter in letters) to[at++] = (byte)letter;
    }
}
