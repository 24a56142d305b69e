using Armadillo.ArangodEmulator.Agency.Raft;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>Brings one follower up to date and keeps it so, for as long as the leadership lasts. What it knows is guarded by the log's gate.</summary>
internal sealed class FollowerLink(LogLeadership leadership, LogPeers peers, string id, long lastIndex) : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly AsyncSignal _news = new(peers.Time);

    public string Id { get; } = id;

    /// <summary>The index to send next.</summary>
    public long Next { get; private set; } = lastIndex + 1;

    /// <summary>The follower has everything up to here.</summary>
    public TermIndex Acknowledged { get; private set; }

    /// <summary>How far the follower knows that the log is committed.</summary>
    public long ToldCommit { get; private set; }

    /// <summary>Whether the follower has answered lately; one that was restarted must be told again what is committed.</summary>
    public bool InTouch { get; private set; }

    public string? LastError { get; private set; }

    public void Start() => _ = Task.Run(RunAsync);

    public void Wake() => _news.Set();

    public void Dispose()
    {
        _stop.Cancel();
        _news.Set();
    }

    /// <summary>Takes the answer; called under the gate.</summary>
    public void Take(AppendRequest request, AppendAnswer? answer, string? error)
    {
        LastError = error ?? answer?.Reason;
        InTouch = answer is { Reason: null };
        if (InTouch)
        {
            Acknowledged = request.Last;
            ToldCommit = Math.Max(ToldCommit, request.CommitIndex);
            Next = request.Last.Index + 1;
        }
        else if (answer?.Conflict is { } conflict)
        {
            Next = Math.Max(1, Math.Min(conflict, Next - 1));
        }
    }

    private async Task RunAsync()
    {
        var pause = _firstPause;
        while (!_stop.IsCancellationRequested)
        {
            if (leadership.Prepare(this) is not { } request)
            {
                await _news.WaitAsync(_idle, _stop.Token);
                leadership.Locked(() => InTouch = false);
                continue;
            }

            var answer = await SendAsync(request);
            if (answer is { Reason: null } or { Conflict: not null })
            {
                pause = _firstPause;
                continue;
            }

            await Task.Delay(pause, peers.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    private async Task<AppendAnswer?> SendAsync(AppendRequest request)
    {
        AppendAnswer? answer = null;
        string? error = null;
        try
        {
            answer = await peers.AppendAsync(Id, request, _limit, _stop.Token);
            error = answer is null ? "no answer" : null;
        }
        catch (HttpRequestException e)
        {
            error = e.Message;
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        leadership.Answered(this, request, answer, error);
        return answer;
    }
}
