namespace Armadillo.Testing.Processes;

/// <summary>
/// Starts processes that do not outlive the test host. Two implementations stand behind it: the one for Linux (exact
/// exits, descendants included in everything) and a portable one on <see cref="System.Diagnostics.Process"/>.
/// Disposing it kills everything that it started and that still runs.
/// </summary>
public interface IProcessLauncher : IAsyncDisposable
{
    /// <summary>Starts the process in a session of its own, standard input closed, default signal handling.</summary>
    /// <exception cref="ProcessLaunchException">The program is missing, not executable, or the system refused.</exception>
    Task<IServerProcess> LaunchAsync(ProcessLaunch launch, CancellationToken cancellationToken);
}
