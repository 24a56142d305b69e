using System.Diagnostics;

namespace Armadillo.Testing.Misbehaver;

/// <summary>Processes that are harder to get rid of than their parent.</summary>
internal static class Offspring
{
    internal static void Child()
    {
        using var child = Process.Start("sleep", "1000");
        Output.Line($"child {child.Id}");
    }

    /// <summary>Forks twice into a session of its own: no parent, no group and no session leads back to us.</summary>
    internal static void ForkSession()
    {
        using var shell = Process.Start("sh", ["-c", "(setsid sh -c 'echo forked $$; exec sleep 1000' &)"]);
        shell.WaitForExit();
    }
}
