using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Debugging;
using Armadillo.ArangodEmulator.Http.Statistics;
using Armadillo.ArangodEmulator.Jobs;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Users;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>Order of checks: stopping, mode, database, authentication, route.</summary>
internal sealed class RequestPipeline(ServerContext server, RouteTable routes)
{
    private static readonly string[] _probes = ["/_api/version", "/_admin/version", "/_admin/status"];

    private readonly ServerState _state = server.State;
    private readonly Authenticator _authenticator = server.Authenticator;
    private readonly bool _earlyConnections = server.Options.Flag("server.early-connections");
    private readonly bool _queueTimeHeader = server.Options.Flag("http.return-queue-time-header");
    private readonly ContentEncoding _encoding = new(server.Options.Number("http.compress-response-threshold"));
    private readonly bool _hang = server.Options.Flag("emulator.hang-http");

    public async Task HandleAsync(HttpContext context)
    {
        var startedAt = server.Time.GetTimestamp();
        var figures = new RequestFigures { Method = context.Request.Method, Http2 = HttpProtocol.IsHttp2(context.Request.Protocol) };
        server.Requests.Connections.Speaks(context);
        ResponseHeaders.Add(context, _state.Role, _queueTimeHeader ? server.Queue.HeaderValue : null);
        await _encoding.EncodeAsync(context, c => GuardAsync(c, x => AnswerAsync(x, figures)));
        figures.Total = server.Time.GetElapsedTime(startedAt);
        figures.Status = context.Response.StatusCode;
        figures.BodySize = context.Request.ContentLength ?? 0;
        figures.BytesReceived = RequestFigures.Size(context.Request.Headers, context.Request.ContentLength);
        figures.BytesSent = RequestFigures.Size(context.Response.Headers, context.Response.ContentLength);
        server.Requests.Add(figures);
    }

    [SuppressMessage("Design", "CA1031", Justification = "One broken request must not end the connection without an answer.")]
    private async Task GuardAsync(HttpContext context, Func<HttpContext, Task> handle)
    {
        try
        {
            if (_hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, server.Time, context.RequestAborted);
            }

            await (RequestLimits.Refusal(context) ?? handle(context));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        catch (OperationCanceledException) when (_state.Stopping)
        {
            await (context.Response.HasStarted ? Task.CompletedTask : StoppingAsync(context));
        }
        catch (InvalidDataException e)
        {
            await TryErrorAsync(context, 400, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            await TryErrorAsync(context, e.StatusCode, e.Message);
        }
        catch (Exception e)
        {
            server.Log.Warning(LogIds.Unknown, "requests", $"{context.Request.Method} {context.Request.Path}: {e}");
            await TryErrorAsync(context, 500, e.Message);
        }
    }

    private static Task TryErrorAsync(HttpContext context, int status, string message) =>
        context.Response.HasStarted ? Task.CompletedTask : Answers.ErrorAsync(context, status, status == 500 ? 4 : status, message);

    private async Task AnswerAsync(HttpContext context, RequestFigures figures)
    {
        var parsed = RequestPath.Parse(context.Request.Path.Value is { Length: > 0 } p ? p : "/");
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            await OptionsAsync(context);
            return;
        }

        var identity = await _authenticator.IdentifyAsync(context, parsed.Path);
        figures.Superuser = identity.IsSuperuser && _authenticator.Enabled;
        if (Refusal(context, parsed.Path, identity) is { } refusal)
        {
            await refusal;
            return;
        }

        var missing = parsed.Database != "_system" && !await server.Databases.ExistsAsync(parsed.Database, context.RequestAborted);
        await (Forbidden(context, parsed, identity, missing) ?? QueueAsync(context, parsed, identity, figures));
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
            : !_authenticator.IsOpen(parsed.Path);
        return stranger ? UnauthorizedAsync(context) : null;
    }

    private async Task QueueAsync(HttpContext context, RequestPath parsed, Identity identity, RequestFigures figures)
    {
        if (server.Queue.Violates(context))
        {
            server.Requests.Violated();
            await Answers.ErrorAsync(context, 412, 21004, "queue time violated");
            return;
        }

        server.ApiCalls.Add(new JsonObject
        {
            ["timeStamp"] = server.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["requestType"] = context.Request.Method,
            ["path"] = parsed.Path,
            ["database"] = parsed.Database,
        });
        if (AsyncJobs.IsAsync(context))
        {
            figures.Async = true;
            await server.Jobs.StartAsync(context, identity, c => GuardAsync(c, x => RunAsync(x, parsed, identity, new RequestFigures { Method = "" })));
            return;
        }

        await RunAsync(context, parsed, identity, figures);
    }

    private async Task RunAsync(HttpContext context, RequestPath parsed, Identity identity, RequestFigures figures)
    {
        using var ongoing = server.Requests.BeginLowPriority(parsed.Path);
        ContentEncoding.Decode(context.Request);
        server.Log.Parameters.EnterRequest(parsed.Database, identity.User, parsed.Path);
        figures.Queue = server.Queue.Time;
        await server.Queue.WaitAsync(context.RequestAborted);
        var startedAt = server.Time.GetTimestamp();
        await RouteAsync(context, parsed.Database, parsed.Path, identity);
        figures.Request = server.Time.GetElapsedTime(startedAt);
    }

    private Task RouteAsync(HttpContext context, string database, string path, Identity identity)
    {
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
        switch (_state.Mode)
        {
            case var _ when _state.Stopping:
                return StoppingAsync(context);
            case ServerMode.Startup when context.Request.Headers.Authorization.ToString()
                .StartsWith("basic ", StringComparison.OrdinalIgnoreCase) && _authenticator.Enabled:
                return Answers.ErrorAsync(context, 503, 503, "service unavailable due to startup");
            case ServerMode.Startup when !identity.IsSuperuser:
                return UnauthorizedAsync(context);
            case ServerMode.Startup when !_probes.Contains(path) && !(IsDebug(path) && routes.Find(path) is not null):
                return Answers.ErrorAsync(context, 503, 503, "service unavailable due to startup");
            case ServerMode.Maintenance when !IsOpenInMaintenance(path):
                return Answers.ErrorAsync(context, 503, 503, "service unavailable due to startup or maintenance mode");
            case var _ when server.FailurePoints.IsSet(FailurePoints.QueueFull) && !IsDebug(path):
                server.Requests.Refused();
                return Answers.ErrorAsync(context, 503, 21003, "queue is full");
            default:
                return null;
        }
    }

    private static bool IsDebug(string path) => path.StartsWith(DebugRoute.Root, StringComparison.Ordinal);

    private bool IsOpenInMaintenance(string path) =>
        path.StartsWith("/_api/agency/agency-callbacks", StringComparison.Ordinal)
        || (_state.Role == ServerRole.Coordinator && path.StartsWith("/_api/aql", StringComparison.Ordinal))
        || (_earlyConnections && _probes.Contains(path));

    private static Task StoppingAsync(HttpContext context) => Answers.ErrorAsync(context, 503, 30, "shutdown in progress");

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
