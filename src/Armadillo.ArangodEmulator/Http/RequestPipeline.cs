using System.Diagnostics.CodeAnalysis;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Debugging;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Users;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>Order of checks: stopping, mode, database, authentication, route.</summary>
internal sealed class RequestPipeline(
    ServerState state, Authenticator authenticator, RouteTable routes, FailurePoints failurePoints, IServerLog log,
    Func<string, CancellationToken, ValueTask<bool>> databaseExists, bool earlyConnections, bool queueTimeHeader, bool hang)
{
    private static readonly string[] _probes = ["/_api/version", "/_admin/version", "/_admin/status"];

    private long _requests;

    public long Requests => Interlocked.Read(ref _requests);

    [SuppressMessage("Design", "CA1031", Justification = "One broken request must not end the connection without an answer.")]
    public async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        ResponseHeaders.Add(context, state.Role, queueTimeHeader);
        try
        {
            if (hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }

            await AnswerAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        catch (BadHttpRequestException e)
        {
            await TryErrorAsync(context, e.StatusCode, e.Message);
        }
        catch (Exception e)
        {
            log.Warning(LogIds.Unknown, "requests", $"{context.Request.Method} {context.Request.Path}: {e}");
            await TryErrorAsync(context, 500, e.Message);
        }
    }

    private static Task TryErrorAsync(HttpContext context, int status, string message) =>
        context.Response.HasStarted ? Task.CompletedTask : Answers.ErrorAsync(context, status, status == 500 ? 4 : status, message);

    private async Task AnswerAsync(HttpContext context)
    {
        var parsed = RequestPath.Parse(context.Request.Path.Value is { Length: > 0 } p ? p : "/");
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            await OptionsAsync(context);
            return;
        }

        var identity = authenticator.Identify(context, parsed.Path);
        if (Refusal(context, parsed.Path, identity) is { } refusal)
        {
            await refusal;
            return;
        }

        var missing = parsed.Database != "_system" && !await databaseExists(parsed.Database, context.RequestAborted);
        await (Forbidden(context, parsed, identity, missing) ?? RouteAsync(context, parsed.Database, parsed.Path, identity));
    }

    /// <summary>What the database and its rights forbid.</summary>
    private Task? Forbidden(HttpContext context, RequestPath parsed, Identity identity, bool missing)
    {
        if (missing)
        {
            return !identity.IsAuthenticated
                ? UnauthorizedAsync(context)
                : Answers.ErrorAsync(context, 404, 1228, "database not found");
        }

        // Everybody may change the own password, whatever else is granted.
        var stranger = identity.IsAuthenticated
            ? identity.Level(parsed.Database) == User.None && !parsed.Path.StartsWith(UserRoute.Root, StringComparison.Ordinal)
            : !authenticator.IsOpen(parsed.Path);
        return stranger ? UnauthorizedAsync(context) : null;
    }

    private Task RouteAsync(HttpContext context, string database, string path, Identity identity)
    {
        if (context.Request.Headers.TryGetValue("x-arango-async", out var mode) && mode.ToString() is "true" or "store")
        {
            return new ServerRequest(context, identity, database, path + " (x-arango-async)", path, []).NotEmulatedAsync();
        }

        if (context.Request.Headers.TransferEncoding.ToString().Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return Answers.ErrorAsync(context, 501, 9, $"{Product.EmulatorName} takes no chunked requests, as arangod takes none");
        }

        return routes.Find(path) is { } found
            ? found.Route.HandleAsync(new ServerRequest(context, identity, database, path, found.Matched, found.Suffixes))
            : new ServerRequest(context, identity, database, path, path, []).UnknownPathAsync();
    }

    /// <summary>What the server's state forbids.</summary>
    private Task? Refusal(HttpContext context, string path, Identity identity)
    {
        switch (state.Mode)
        {
            case var _ when state.Stopping:
                return Answers.ErrorAsync(context, 503, 30, "shutdown in progress");
            case ServerMode.Startup when context.Request.Headers.Authorization.ToString()
                .StartsWith("basic ", StringComparison.OrdinalIgnoreCase) && authenticator.Enabled:
                return Answers.ErrorAsync(context, 503, 503, "service unavailable due to startup");
            case ServerMode.Startup when !identity.IsSuperuser:
                return UnauthorizedAsync(context);
            case ServerMode.Startup when !_probes.Contains(path) && !(IsDebug(path) && routes.Find(path) is not null):
                return Answers.ErrorAsync(context, 503, 503, "service unavailable due to startup");
            case ServerMode.Maintenance when !IsOpenInMaintenance(path):
                return Answers.ErrorAsync(context, 503, 503, "service unavailable due to startup or maintenance mode");
            case var _ when failurePoints.IsSet(FailurePoints.QueueFull) && !IsDebug(path):
                return Answers.ErrorAsync(context, 503, 21003, "queue is full");
            default:
                return null;
        }
    }

    private static bool IsDebug(string path) => path.StartsWith(DebugRoute.Root, StringComparison.Ordinal);

    private bool IsOpenInMaintenance(string path) =>
        path.StartsWith("/_api/agency/agency-callbacks", StringComparison.Ordinal)
        || (state.Role == ServerRole.Coordinator && path.StartsWith("/_api/aql", StringComparison.Ordinal))
        || (earlyConnections && _probes.Contains(path));

    private static Task UnauthorizedAsync(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("x-omit-www-authenticate"))
        {
            context.Response.Headers.WWWAuthenticate = new(
                ["Basic, realm=\"ArangoDB\"", "Bearer, token_type=\"JWT\", realm=\"ArangoDB\""]);
        }

        return Answers.ErrorAsync(context, 401, 11, "not authorized to execute this request");
    }

    private static Task OptionsAsync(HttpContext context)
    {
        context.Response.StatusCode = 200;
        context.Response.Headers.Allow = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
