using System.Collections.Concurrent;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Tests.Agency;

internal sealed class RecordingLog : IServerLog
{
    public ConcurrentQueue<(string Id, string Message)> Lines { get; } = new();

    public IEnumerable<string> Ids => Lines.Select(l => l.Id);

    public void Log(LogLevel level, string id, string topic, string message) => Lines.Enqueue((id, message));

    public bool IsEnabled(LogLevel level, string topic) => true;
}
