using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>
/// A server's own copy of what the agency has committed, kept up to date by the poll route. Trees are immutable: a view stays
/// what it was, and parts of two views that are the same object are the same.
/// </summary>
internal sealed class AgencyCache(AgencyClient agency, TimeProvider time)
{
    private const int PollSeconds = 5;

    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private volatile View _view = new(0, ObjectValue.Empty);
    private Task _loop = Task.CompletedTask;

    /// <summary>The newest view; empty before the first answer of the agency.</summary>
    public View Now => _view;

    public void Start(CancellationToken cancellationToken) => _loop = Task.Run(() => LoopAsync(cancellationToken), cancellationToken);

    /// <summary>Returns when there is a newer view, or the time is over.</summary>
    public Task NewerAsync(View than, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitAsync(than, limit, cancellationToken);

    /// <summary>Waits for what is looked for; null when it did not come within the limit.</summary>
    public async Task<T?> FindAsync<T>(Func<ObjectValue, T?> find, TimeSpan limit, CancellationToken cancellationToken)
        where T : class
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var view = _view;
            var left = limit - time.GetElapsedTime(startedAt);
            if (find(view.Tree) is { } found)
            {
                return found;
            }

            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await WaitAsync(view, left, cancellationToken);
        }
    }

    /// <summary>Waits until the entry of the agency's log is seen here, so that what this server wrote it also reads.</summary>
    public Task SeenAsync(long index, CancellationToken cancellationToken) =>
        FindAsync(_ => _view.Index >= index ? this : null, agency.Patience, cancellationToken);

    /// <summary>Catches up with what is committed at this moment.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => PollAsync(0, cancellationToken);

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await PollAsync(PollSeconds, cancellationToken);
            }
            catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException)
            {
                await Task.Delay(_pauseAfterFailure, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task PollAsync(int seconds, CancellationToken cancellationToken)
    {
        var index = _view.Index;
        var answer = await agency.GetAsync($"/_api/agency/poll?index={(index == 0 ? 0 : index + 1)}&timeout={seconds}", cancellationToken);
        if (answer.Body.At("result") is JsonObject result)
        {
            Take(result);
        }
    }

    private void Take(JsonObject result)
    {
        View old;
        lock (_lock)
        {
            old = _view;
            _view = result["readDB"] is JsonObject snapshot
                ? FromSnapshot(old, result.NumberAt("commitIndex") ?? 0, snapshot)
                : FromLog(old, result["log"] as JsonArray ?? []);
        }

        if (!ReferenceEquals(old, _view))
        {
            old.Replaced.TrySetResult();
        }
    }

    private static View FromSnapshot(View old, long index, JsonNode? tree) =>
        index > old.Index && Value.From(tree) is ObjectValue root ? new View(index, root) : old;

    private static View FromLog(View old, JsonArray entries)
    {
        var (index, root) = (old.Index, old.Root);
        foreach (var entry in entries)
        {
            // Another poll may have brought the same entries before.
            if (entry.NumberAt("index") == index + 1)
            {
                var operations = new LogEntry(++index, 0, "", 0, Encoding.UTF8.GetBytes(entry!["query"]!.ToJsonString())).Operations;
                root = Operations.Apply(root, operations) ?? root;
            }
        }

        return index == old.Index ? old : new View(index, root);
    }

    private async Task WaitAsync(View view, TimeSpan limit, CancellationToken cancellationToken)
    {
        await view.Replaced.Task.WaitAsync(limit, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The tree after one entry of the agency's log.</summary>
    internal sealed class View(long index, ObjectValue root)
    {
        public long Index { get; } = index;

        public ObjectValue Root { get; } = root;

        /// <summary>What is below /arango.</summary>
        public ObjectValue Tree { get; } = root["arango"] as ObjectValue ?? ObjectValue.Empty;

        public TaskCompletionSource Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
