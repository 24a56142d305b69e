using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>The queue in front of the routes. Nothing waits in it unless --emulator.queue-time says so.</summary>
internal sealed class RequestQueue(TimeSpan time, TimeProvider clock)
{
    public const string Header = "x-arango-queue-time-seconds";

    /// <summary>How long a request waits, and what the answers say.</summary>
    public TimeSpan Time { get; } = time;

    public string HeaderValue { get; } = time.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>The sender wants an answer only if the queue is faster than that.</summary>
    public bool Violates(HttpContext context) =>
        context.Request.Headers.TryGetValue(Header, out var text)
        && double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var most)
        && most > 0
        && Time.TotalSeconds > most;

    public Task WaitAsync(CancellationToken cancellationToken) =>
        Time > TimeSpan.Zero ? Task.Delay(Time, clock, cancellationToken) : Task.CompletedTask;
}
