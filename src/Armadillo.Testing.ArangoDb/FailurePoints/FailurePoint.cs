using Armadillo.Testing.ArangoDb.Topologies;

namespace Armadillo.Testing.ArangoDb.FailurePoints;

/// <summary>A failure point that is set, until it is cleared.</summary>
public sealed class FailurePoint : IAsyncDisposable
{
    private readonly ServerFailurePoints _owner;
    private readonly SemaphoreSlim _clearing = new(1, 1);
    private volatile bool _cleared;

    internal FailurePoint(ServerFailurePoints owner, string name, IReadOnlyList<ArangoServer> servers)
    {
        _owner = owner;
        Name = name;
        Servers = servers;
    }

    /// <summary>The name in the server's code.</summary>
    public string Name { get; }

    /// <summary>Where it was set.</summary>
    public IReadOnlyList<ArangoServer> Servers { get; }

    /// <summary>Whether it was cleared through this handle.</summary>
    public bool IsCleared => _cleared;

    /// <summary>Clears it where it was set. Servers that do not run are passed over: a failure point does not survive its process. Does nothing the second time.</summary>
    /// <exception cref="FailurePointException">A server refused.</exception>
    /// <exception cref="Http.ArangoRequestException">A server that runs gave no answer.</exception>
    public async Task ClearAsync(CancellationToken cancellationToken = default)
    {
        await _clearing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_cleared)
            {
                await _owner.ClearAsync(this, cancellationToken).ConfigureAwait(false);
                _cleared = true;
            }
        }
        finally
        {
            _clearing.Release();
        }
    }

    /// <summary>Clears it. A topology that crashed or ended meanwhile has no failure points any more.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ClearAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Diagnostics.InstanceCrashedException)
        {
            // The test has this exception already, with a better stack trace.
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"failure point {Name} on {string.Join(", ", Servers.Select(s => s.Name))}";
}
