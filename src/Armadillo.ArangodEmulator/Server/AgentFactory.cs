using Armadillo.ArangodEmulator.Agency;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>The one place that makes an agent.</summary>
internal static class AgentFactory
{
    public static IAgent Create(
        AgencySettings settings,
        string id,
        string dataDirectory,
        IPeerClient peers,
        IServerLog log,
        TimeProvider time,
        Action<int> fatalExit) =>
        new Agent(settings, id, dataDirectory, Product.Engine, Product.ServerVersion, peers, log, time, fatalExit);
}
