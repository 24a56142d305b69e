using System.Collections.Concurrent;

namespace Armadillo.ArangodEmulator.Logging;

/// <summary>
/// Anybody may write anything into the agency and into replicated logs. What cannot be carried out is told once, with its place, and
/// left; it must not hold up what stands beside it.
/// </summary>
/// <param name="log">Where it is told.</param>
/// <param name="topic">The topic of the lines.</param>
/// <param name="id">The id of the lines.</param>
internal sealed class UnsoundEntries(IServerLog log, string topic, string id = LogIds.Unknown)
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>False when it could not be done. What the disk refuses says nothing about the entry and is thrown.</summary>
    public bool Try(string place, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException))
        {
            Tell(place, e);
            return false;
        }
    }

    /// <summary>False when it could not be done.</summary>
    public async Task<bool> TryAsync(string place, Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException))
        {
            Tell(place, e);
            return false;
        }
    }

    public void Tell(string place, Exception why)
    {
        var message = $"{place} cannot be carried out: {why.GetType().Name}: {why.Message}";
        if (_told.Count < MostRemembered && _told.TryAdd(message, true))
        {
            log.Error(id, topic, message);
        }
    }
}
