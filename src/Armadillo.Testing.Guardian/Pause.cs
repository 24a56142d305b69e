using Armadillo.Testing.Native;

namespace Armadillo.Testing.Guardian;

/// <summary>Time between two looks at the process table, which offers no event for strangers' children.</summary>
internal static unsafe class Pause
{
    internal static void For(int milliseconds) => _ = LibC.Poll(null, 0, milliseconds);
}
