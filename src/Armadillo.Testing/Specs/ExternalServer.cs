using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Specs;

/// <summary>A server that runs already. It is waited for, watched and used, never stopped, killed or suspended.</summary>
/// <param name="Endpoint">Where it listens.</param>
/// <param name="Process">Its process, when it runs on this machine and its end shall count as a crash. Default: not watched, only its health is.</param>
public sealed record ExternalServer(Uri Endpoint, ProcessIdentity? Process = null);
