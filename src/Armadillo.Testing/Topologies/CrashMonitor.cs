using System.Collections.Immutable;
using Armadillo.Testing.Diagnostics;

namespace Armadillo.Testing.Topologies;

/// <summary>Knows the crashes of a topology and ends whatever waits when one happens.</summary>
internal sealed class CrashMonitor : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _source = new();
    private ImmutableList<CrashReport> _reports = [];
    private CrashReport? _pending;

    /// <summary>All crashes, accepted ones included, oldest first.</summary>
    public IReadOnlyList<CrashReport> Reports => _reports;

    public CrashReport? Pending
    {
        get
        {
            lock (_lock)
            {
                return _pending;
            }
        }
    }

    /// <summary>Cancelled by the next crash that nobody has announced.</summary>
    public CancellationToken Crashed
    {
        get
        {
            lock (_lock)
            {
                return _source.Token;
            }
        }
    }

    /// <summary>Remembers a crash without ending anything: somebody may deal with it.</summary>
    public void Record(CrashReport report)
    {
        lock (_lock)
        {
            _reports = _reports.Add(report);
        }
    }

    /// <summary>Ends whatever waits with a crash.</summary>
    public void Fail(CrashReport report)
    {
        CancellationTokenSource source;
        lock (_lock)
        {
            _pending ??= report;
            source = _source;
        }

        source.Cancel();
    }

    /// <summary>Declares all crashes so far as dealt with: waits work again.</summary>
    public void Accept()
    {
        lock (_lock)
        {
            if (_pending is null)
            {
                return;
            }

            _pending = null;
            _source = new CancellationTokenSource();
        }
    }

    /// <exception cref="InstanceCrashedException">A crash is pending, or happens during the operation.</exception>
    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        CancellationToken crashed;
        lock (_lock)
        {
            if (_pending is { } earlier)
            {
                throw new InstanceCrashedException(earlier);
            }

            crashed = _source.Token;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, crashed);
        try
        {
            return await operation(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (crashed.IsCancellationRequested && !cancellationToken.IsCancellationRequested && e is not InstanceCrashedException)
        {
            // Whatever the operation says now, the crash is the reason.
            throw new InstanceCrashedException(PendingOrLast());
        }
    }

    public void Dispose() => _source.Dispose();

    private CrashReport PendingOrLast()
    {
        lock (_lock)
        {
            return _pending ?? _reports[^1];
        }
    }
}
