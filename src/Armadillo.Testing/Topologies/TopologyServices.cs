using Armadillo.Testing.Instances;
using Microsoft.Extensions.Logging;

namespace Armadillo.Testing.Topologies;

/// <summary>What all topologies of a container share.</summary>
internal sealed record TopologyServices(
    InstanceServices Instances,
    HttpClient Http,
    TimeProvider Time,
    ILoggerFactory LoggerFactory,
    double TimeoutMultiplier) : IDisposable
{
    public void Dispose() => Http.Dispose();
}
