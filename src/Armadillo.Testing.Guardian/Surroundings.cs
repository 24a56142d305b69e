using System.Globalization;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Guardian;

/// <summary>Takes the guardian out of the reach of what ends its host.</summary>
internal static class Surroundings
{
    private const nint CloseRange = 436;
    private const nint CloseRangeCloseOnExec = 4;
    private const int FirstInheritable = 3;

    internal static void Prepare()
    {
        // A session of its own: neither the terminal's Ctrl-C nor a kill of the host's process group arrives here.
        _ = LibC.SetSession();
        _ = LibC.Signal(LibC.SigHup, 1);
        _ = LibC.Signal(LibC.SigInt, 1);
        _ = LibC.Signal(LibC.SigQuit, 1);
        _ = LibC.Signal(LibC.SigTerm, 1);

        // Every orphan below us becomes our child, whatever sessions it made for itself.
        _ = LibC.ProcessControl(LibC.PrSetChildSubreaper, 1, 0, 0, 0);
        HideInheritedDescriptors();
    }

    /// <summary>What the host got from its own starter (pipes of a build server, say) must not reach the servers.</summary>
    private static void HideInheritedDescriptors()
    {
        if (LibC.SystemCall(CloseRange, FirstInheritable, int.MaxValue, CloseRangeCloseOnExec, 0) == 0)
        {
            return;
        }

        // Kernel before 5.11: one by one. F_SETFD is 2, FD_CLOEXEC is 1.
        foreach (var entry in Directory.GetFiles("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)
                && descriptor >= FirstInheritable)
            {
                _ = LibC.FileControl(descriptor, 2, 1);
            }
        }
    }
}
