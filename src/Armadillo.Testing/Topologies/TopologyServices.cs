using Armadillo.Testing.Instances;
using Armadillo.Testing.Time;
using Microsoft.Extensions.Logging;

namespace Armadillo.Testing.Topologies;

/// <summary>What all topologies of a container share.</summary>
internal sealed record TopologyServices(
    InstanceServices Instances,
    HttpClient Http,
    TimeProvider Time,
    ILoggerFactory LoggerFactory,
    double TimeoutMultiplier,
    Deadline RunDeadline) : IDisposable
{
    public void Dispose() => Http.Dispose();
}
