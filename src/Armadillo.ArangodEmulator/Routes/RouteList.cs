using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Crashes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Debugging;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Graphs;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Import;
using Armadillo.ArangodEmulator.Indexes;
using Armadillo.ArangodEmulator.Jobs;
using Armadillo.ArangodEmulator.Metrics;
using Armadillo.ArangodEmulator.Queries;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Search;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Support;
using Armadillo.ArangodEmulator.Transactions;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>All routes of a server; a new feature adds its line here.</summary>
internal static class RouteList
{
    /// <summary>What is asked of a single server or a coordinator.</summary>
    private static readonly string[] _data =
    [
        "/_api/collection", "/_api/edges", "/_api/index", "/_api/cursor", TransactionRoute.Root, "/_api/import", "/_api/gharial", "/_api/view",
        "/_api/analyzer", UserRoute.Root,
    ];

    public static IEnumerable<IRoute> All(ServerContext server) =>
    [
        new VersionRoute(server),
        new StatusRoute(server),
        new ServerRoute(server),
        new SecretsRoute(server),
        new ShutdownRoute(server),
        new LogRoute(server),
        new OpenAuthRoute(server),
        new TimeRoute(server),
        new DeploymentRoute(server),
        new EngineRoute(),
        .. Data(server),
        new ExpiryRoute(server),
        new KeyGeneratorRoute(),
        new QueryCacheRoute(server),
        new AqlFunctionRoute(),
        new TaskRoute(),
        new EndpointRoute(server),
        new LicenseRoute(server),
        new CompactRoute(),
        new TargetVersionRoute(),
        new ForwardedRoute(server, new JobRoute(server.Jobs)),
        new AccessTokenRoute(server),
        new OptionsRoute(server),
        new MetricsRoute(server),
        new SupportInfoRoute(server),
        new StatisticsRoute(server),
        new StatisticsDescriptionRoute(server),
        new ClusterAdminRoute(server),
        new ClusterRoute(server),
        new ReplicatedLogRoute(server),
        new AgencyRoute(server),
        new CrashesRoute(server.CrashDirectory),
        .. server.Options.Flag("emulator.failure-tests") ? [new DebugRoute(server)] : Array.Empty<IRoute>(),
        new NotEmulatedRoute(),
    ];

    private static IRoute[] Data(ServerContext server) => server.State.Role switch
    {
        ServerRole.Single =>
        [
            new DatabaseRoute(server), new CollectionRoute(server), new DocumentRoute(server), new EdgeRoute(server),
            new IndexRoute(server, new LocalIndexes(server)), new TransactionRoute(server), new ImportRoute(server), new GraphRoute(server),
            new ViewRoute(server), new AnalyzerRoute(server), new CursorRoute(server), new UserRoute(server),
        ],
        ServerRole.Agent =>
            [new DatabaseRoute(server), new NoDataRoute(["/_api/document", .. _data])],
        ServerRole.Coordinator =>
        [
            new DatabaseRoute(server), new ShardedCollectionRoute(server), new DocumentRoute(server),
            new ForwardedRoute(server, new CursorRoute(server)), new UserRoute(server), new EdgeRoute(server),
            new IndexRoute(server, new PlannedIndexes(server)), new ForwardedRoute(server, new TransactionRoute(server)),
            new ImportRoute(server), new GraphRoute(server), new ViewRoute(server), new AnalyzerRoute(server),
        ],
        _ =>
        [
            new DatabaseRoute(server), new DocumentRoute(server), new ShardRoute(server),
            new NoDataRoute(_data),
        ],
    };
}
