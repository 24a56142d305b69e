using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>
/// Sends changes to the agency: those that come while a request is under way go together with the next one, each still a
/// transaction of its own. A server that reports many shards at once does so in one round of the agency.
/// </summary>
internal sealed class GroupCommit(AgencyClient agency)
{
    private readonly Lock _lock = new();
    private List<Waiting> _next = [];
    private bool _running;

    /// <summary>Index in the agency's log, or null when a precondition failed.</summary>
    public Task<long?> CommitAsync(Change change, CancellationToken cancellationToken)
    {
        var (operations, preconditions) = change.ToRequest();
        var waiting = new Waiting(operations, preconditions);
        lock (_lock)
        {
            _next.Add(waiting);
            if (!_running)
            {
                _running = true;
                _ = Task.Run(SendAsync, CancellationToken.None);
            }
        }

        return waiting.Index.Task.WaitAsync(cancellationToken);
    }

    private async Task SendAsync()
    {
        while (Take() is { Count: > 0 } group)
        {
            try
            {
                var indexes = await agency.CommitAllAsync([.. group.Select(static w => (w.Operations, w.Preconditions))], CancellationToken.None);
                for (var i = 0; i < group.Count; i++)
                {
                    group[i].Index.TrySetResult(indexes[i]);
                }
            }
            catch (Exception e)
            {
                // Whatever it is, those who wait have to know, and the next group has to go.
                group.ForEach(w => w.Index.TrySetException(e));
            }
        }
    }

    private List<Waiting> Take()
    {
        lock (_lock)
        {
            var group = _next;
            _next = [];
            _running = group.Count > 0;
            return group;
        }
    }

    private sealed record Waiting(JsonObject Operations, JsonObject Preconditions)
    {
        public TaskCompletionSource<long?> Index { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
