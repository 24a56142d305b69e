using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Crashes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Debugging;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Queries;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>All routes of a server; a new feature adds its line here.</summary>
internal static class RouteList
{
    public static IEnumerable<IRoute> All(ServerContext server, Func<long> requests) =>
    [
        new VersionRoute(server),
        new StatusRoute(server),
        new ServerRoute(server),
        new ShutdownRoute(server),
        new LogRoute(server),
        new OpenAuthRoute(server),
        new TimeRoute(server),
        new DeploymentRoute(server),
        new EngineRoute(),
        .. Data(server),
        new MetricsRoute(server, requests),
        new StatisticsRoute(server, requests),
        new ClusterAdminRoute(server),
        new ClusterRoute(server),
        new AgencyRoute(server),
        new CrashesRoute(server.CrashDirectory),
        .. server.Options.Flag("emulator.failure-tests") ? [new DebugRoute(server)] : Array.Empty<IRoute>(),
        new NotEmulatedRoute(),
    ];

    private static IRoute[] Data(ServerContext server) => server.State.Role switch
    {
        ServerRole.Single =>
            [new DatabaseRoute(server), new CollectionRoute(server), new DocumentRoute(server), new CursorRoute(server), new UserRoute(server)],
        ServerRole.Agent => [new DatabaseRoute(server), new NoDataRoute()],
        _ => [new DatabaseRoute(server), new NoDataRoute()],
    };
}
