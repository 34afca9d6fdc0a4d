using Parvis.Commons.Records;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Evidence;

/// <summary>Counts what a reading brings. The reading side and the storing side each write their own counters.</summary>
internal sealed class HarvestTally(Action<HarvestProblem> tell)
{
    private readonly List<HarvestProblem> _problems = [];
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);
    private volatile int _files;
    private long _bytes;
    private int _otherFiles;
    private int _found;
    private int _refused;
    private int _dropped;

    /// <summary>Files begun.</summary>
    public int Files => _files;

    /// <summary>Bytes of those files.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>False when a file could not be had: then nothing is taken as withdrawn.</summary>
    public bool Complete { get; private set; } = true;

    public int Stored { get; set; }
    public int New { get; set; }
    public int Changed { get; set; }
    public int Unchanged { get; set; }
    public int Repeated { get; set; }
    public int Withdrawn { get; set; }

    /// <summary>A file in which something was refused may hold what it seems to lack.</summary>
    public bool MayWithdraw(string file) => !_damaged.Contains(file);

    /// <summary>Reads one kept file, counts, and gives on what was found.</summary>
    public IEnumerable<FoundStatement> Read(FetchedFile.Kept file, ICatalogueReader reader, CancellationToken cancel)
    {
        _files++;
        Interlocked.Add(ref _bytes, file.File.Length ?? 0);
        var (found, other) = (_found, _otherFiles);
        foreach (var reading in reader.Read(file.File, cancel))
        {
            switch (reading)
            {
                case Reading.Found said:
                    _found++;
                    yield return FoundStatement.Of(said, file);
                    break;
                case Reading.Refused refused:
                    _refused++;
                    _damaged.Add(file.File.Path);
                    Note(HarvestProblem.Refused, refused.Place, refused.Rule, refused.Detail);
                    break;
                case Reading.Dropped dropped:
                    _dropped++;
                    Note(HarvestProblem.Dropped, dropped.Place, dropped.Rule, dropped.Detail);
                    break;
                case Reading.NotRecords:
                    _otherFiles++;
                    break;
            }
        }
        if (_found == found && _otherFiles > other) _damaged.Add(file.File.Path); // emptied, or another file by that name: it does not say that its things are gone
    }

    /// <summary>A file could not be had.</summary>
    public void Missed(HarvestProblem problem)
    {
        Complete = false;
        if (problem.Severity == HarvestProblem.Refused) _refused++;
        Note(problem);
    }

    public HarvestReport ToReport() =>
        new(Complete, _files, _otherFiles, _found, New, Changed, Unchanged, Repeated, Withdrawn, _refused, _dropped, _problems);

    private void Note(string severity, Place place, string rule, string detail) => Note(new(severity, place.File, place.Pointer, place.Line, place.Byte, rule, detail));

    private void Note(HarvestProblem problem)
    {
        tell(problem);
        if (_problems.Count < HarvestReport.MostProblems) _problems.Add(problem);
    }
}
