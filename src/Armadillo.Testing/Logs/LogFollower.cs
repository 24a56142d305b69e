namespace Armadillo.Testing.Logs;

/// <summary>Drains log files when they grow: on Linux at the kernel's notice, elsewhere by looking.</summary>
internal abstract class LogFollower : IDisposable
{
    public static LogFollower Create(TimeProvider time) => OperatingSystem.IsLinux() ? new InotifyLogFollower() : new PollingLogFollower(time);

    /// <summary>Follows the file until the result is disposed.</summary>
    public abstract IDisposable Follow(LogTail tail);

    public abstract void Dispose();
}
