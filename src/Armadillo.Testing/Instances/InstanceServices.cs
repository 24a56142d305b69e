using Armadillo.Testing.Logs;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Instances;

/// <summary>What all instances of a container share.</summary>
internal sealed record InstanceServices(IProcessLauncher Launcher, LogFollower Logs, int LogRingLines);
