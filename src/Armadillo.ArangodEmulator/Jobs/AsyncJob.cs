using Armadillo.ArangodEmulator.Http;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Jobs;

/// <summary>One request that runs behind its sender's back, and what it answered.</summary>
internal sealed class AsyncJob(long id, string user, HttpContext context, DateTimeOffset startedAt, CancellationTokenSource cancellation)
{
    private volatile bool _done;

    public long Id { get; } = id;

    /// <summary>Whose it is; others do not see it.</summary>
    public string User { get; } = user;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public bool Done => _done;

    public async Task RunAsync(Func<HttpContext, Task> handle)
    {
        try
        {
            await handle(context);
            if (cancellation.IsCancellationRequested && context.Response.Body.Length == 0)
            {
                await Answers.ErrorAsync(context, 410, 21, "canceled request");
            }
        }
        finally
        {
            _done = true;
        }
    }

    /// <summary>Asks the request to end; one that does not listen runs on.</summary>
    public void Cancel() => cancellation.Cancel();

    /// <summary>Gives the answer to somebody else's response.</summary>
    public async Task CopyAnswerAsync(HttpContext target)
    {
        var source = context.Response;
        target.Response.StatusCode = source.StatusCode;
        foreach (var (name, value) in source.Headers)
        {
            target.Response.Headers[name] = value;
        }

        var body = (MemoryStream)source.Body;
        target.Response.ContentLength = body.Length;
        await target.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
