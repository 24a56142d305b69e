using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Crashes;
using Armadillo.ArangodEmulator.Debugging;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Indexes;
using Armadillo.ArangodEmulator.Jobs;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Misbehaviour;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Queries;
using Armadillo.ArangodEmulator.Recording;
using Armadillo.ArangodEmulator.Storage;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>One server's life: start in arangod's order, serve, stop in arangod's order.</summary>
internal sealed class ArangodServer(OptionValues options, ServerLog log, TimeProvider time) : IAsyncDisposable
{
    private const string DefaultEndpoint = "http+tcp://127.0.0.1:8529";

    private static readonly TimeSpan _closeLimit = TimeSpan.FromSeconds(1);

    private readonly List<IDisposable> _held = [];

    public async Task<int> RunAsync()
    {
        Resources.Check(options, log);
        LibraryData.Check();
        var role = RoleOptions.Read(options);
        var state = new ServerState(role) { Phase = "in start" };
        log.Role = role.Letter();
        var stop = Hold(new StopRequests(state, log));
        stop.ListenToSignals(options.Flag("emulator.ignore-sigterm"));
        if (role != ServerRole.Single)
        {
            log.Info("3bb7d", "cluster", $"Starting up with role {role.Name()}");
        }

        var endpoints = Endpoints();
        var agency = role == ServerRole.Agent ? AgencyOptions.Read(options, endpoints, log) : null;
        var authentication = options.Flag("server.authentication");
        var secrets = JwtSecrets.Load(options, role, authentication, log);
        var directory = Hold(DataDirectory.Open(
            options.Text("database.directory"), options.Text("database.required-directory-state"), options.Flag("database.init-database")));
        if (PidFile.Write(options.Text("pid-file")) is { } pidFile)
        {
            Hold(pidFile);
        }

        state.Id = ServerIdentity.LoadOrCreate(directory, role, options.Flag("cluster.require-persisted-id"), log);
        state.Address = agency?.MyAddress ?? options.Text("cluster.my-address");
        state.AgencyEndpoints = new JsonArray([.. options.List("cluster.agency-endpoint").Select(static e => (JsonNode)e)]);
        var isFresh = !directory.Version.Exists;
        EngineFiles.CheckEngine(directory);
        if (options.Flag("rocksdb.verify-sst"))
        {
            EngineFiles.VerifyTables(directory, log);
        }

        var encryption = EncryptionKeys.Open(options, directory, isFresh);
        if (role == ServerRole.Coordinator)
        {
            // It has no data of its own that an older version could have written.
            directory.Version.Write();
        }
        else
        {
            new UpgradeCheck(options, directory.Version, log).Run();
        }

        var crashDirectory = options.Flag("crash-handler.enable-dumps") ? new CrashDirectory(directory.Path, state) : null;
        crashDirectory?.Clean();
        var crashes = new CrashHandler(log, state, crashDirectory);
        OutsideSignals.Listen(cause => crashes.Crash(cause, hardKill: false));
        var password = RootPassword.Read(options);
        var root = RootUser.LoadOrCreate(directory, password);
        var users = role == ServerRole.Coordinator ? new ClusterUserStore(directory.Path, root, time) : new UserStore(directory.Path, root, time);
        if (IsOneShot(users, password))
        {
            log.Info("7da27", "startup", "server will now shut down due to upgrade, database initialization or admin restoration.");
            log.Info("4bcb9", "general", "ArangoDB has been shut down");
            return ExitCodes.Success;
        }

        var tokens = new JwtTokens(secrets, time);
        var token = new Lazy<string>(() => tokens.SignSuperuser(state.Id));
        var ticks = new ServerTicks(state, time);
        using var server = new ServerContext(role)
        {
            Options = options,
            Log = log,
            Time = time,
            State = state,
            Secrets = secrets,
            Tokens = tokens,
            Authenticator = new Authenticator(
                authentication, options.Flag("server.authentication-system-only"), options.Flag("server.authentication-unix-sockets"),
                role, tokens, users),
            Users = users,
            Peers = Hold(new PeerClient(() => authentication ? token.Value : null, state.Id, time)),
            Stop = stop,
            FailurePoints = new FailurePoints(),
            Crashes = crashes,
            CrashDirectory = crashDirectory,
            DataDirectory = directory.Path,
            Encryption = encryption,
            Tls = new TlsCertificates(options.Text("ssl.keyfile"), options.Text("ssl.cafile")),
            Ticks = ticks,
            Jobs = new AsyncJobs(ticks, log, time, stop.Stopping),
            Cursors = new CursorStore(time),
            Queue = new RequestQueue(options.Milliseconds("emulator.queue-time"), time),
            ApiCalls = new ApiRecording(options.Flag("server.api-call-recording"), options.Number("server.api-recording-memory-limit")),
            Queries = new ApiRecording(options.Flag("server.aql-query-recording"), options.Number("server.aql-recording-memory-limit")),
        };
        log.IsCutOff = () => server.FailurePoints.IsSet(FailurePoints.LoggerAppend);
        (users as ClusterUserStore)?.Attach(server);
        return await LiveAsync(server, endpoints, agency);
    }

    public ValueTask DisposeAsync()
    {
        for (var i = _held.Count - 1; i >= 0; i--)
        {
            _held[i].Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<int> LiveAsync(ServerContext server, IReadOnlyList<Endpoint> endpoints, AgencySettings? agency)
    {
        server.Recover();
        var startup = new Startup(server, endpoints, agency);
        await using var frontend = startup.Frontend;
        try
        {
            if (await startup.RunAsync() is { } early)
            {
                return early;
            }

            new ExpiredDocuments(server).Start();
            BeginMisbehaviour(server);
            await server.Stop.Requested;
        }
        catch (OperationCanceledException) when (server.Stop.Requested.IsCompleted)
        {
            // A signal during the start: the same clean end.
        }
        catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException)
        {
            throw new FatalException("fea1e", "startup", $"Could not integrate into cluster, giving up: {e.Message}");
        }

        await StopAsync(server, frontend);
        return SanitizerReport.For(options.Text("emulator.sanitizer-report"))?.Write() ?? ExitCodes.Success;
    }

    /// <summary>A run that only prepares the data directory.</summary>
    private bool IsOneShot(UserStore users, string password)
    {
        if (options.Flag("database.restore-admin"))
        {
            users.Reset(User.Root(RootUser.Hash(password)));
            log.Info("95cab", "general", "Password changed.");
            return true;
        }

        return options.Flag("database.init-database") || options.Flag("database.auto-upgrade") || options.Flag("database.check-version");
    }

    private void BeginMisbehaviour(ServerContext server)
    {
        if (options.Number("emulator.spew-lines") is > 0 and var lines)
        {
            _ = Task.Run(() => OutputSpew.RunAsync(lines, time, server.Stop.Stopping));
        }

        if (options.Number("emulator.grow-memory") is > 0 and var bytes)
        {
            _ = Task.Run(() => MemoryGrowth.RunAsync(bytes, time, server.Stop.Stopping));
        }
    }

    private async Task StopAsync(ServerContext server, HttpFrontend frontend)
    {
        server.State.Phase = "in shutdown";
        server.State.Stopping = true;
        if (options.Milliseconds("emulator.shutdown-delay") is { Ticks: > 0 } delay)
        {
            await Task.Delay(delay, time);
        }

        if (server.Cluster is { } cluster)
        {
            await cluster.LeaveAsync(server.Stop.RemoveFromCluster);
        }

        server.State.Phase = "in stop";
        if (server.Agent is { } agent)
        {
            await agent.DisposeAsync();
        }

        await frontend.CloseAsync(_closeLimit);
        server.State.Phase = "in unprepare";
        log.Info("4bcb9", "general", "ArangoDB has been shut down");
    }

    private T Hold<T>(T resource)
        where T : IDisposable
    {
        _held.Add(resource);
        return resource;
    }

    private List<Endpoint> Endpoints()
    {
        var texts = options.List("server.endpoint");
        var endpoints = new List<Endpoint>();
        foreach (var text in texts.Count == 0 ? [DefaultEndpoint] : texts)
        {
            endpoints.Add(Endpoint.TryParse(text, out var endpoint)
                ? endpoint
                : throw new FatalException(LogIds.Unknown, "startup", $"invalid endpoint '{text}'"));
        }

        return endpoints;
    }
}
