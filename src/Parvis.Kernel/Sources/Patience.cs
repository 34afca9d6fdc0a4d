namespace Parvis.Kernel.Sources;

/// <summary>How long one answer may take: in all, and without a sign of life.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _answer;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;
    private readonly SourcesSettings _settings;

    public Patience(SourcesSettings settings, TimeProvider time, CancellationToken cancel)
    {
        _settings = settings;
        _answer = new CancellationTokenSource(settings.LongestAnswer, time);
        _silence = new CancellationTokenSource(settings.LongestSilence, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_answer.Token, _silence.Token, cancel);
    }

    /// <summary>Cancelled when patience is at its end.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>True once headers have come: a server that stops after that is slow, one that stops before is away.</summary>
    public bool BodyBegan { get; set; }

    /// <summary>The limit that was reached, for a log.</summary>
    public string Limit => _answer.IsCancellationRequested ? $"no end within {_settings.LongestAnswer}" : $"silent for {_settings.LongestSilence}";

    /// <summary>There was a sign of life: the silence is counted anew.</summary>
    public void Renew() => _silence.CancelAfter(_settings.LongestSilence);

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
        _answer.Dispose();
    }
}
