using System.Runtime.InteropServices;

namespace Armadillo.Testing.Misbehaver;

internal static class SlowStop
{
    private static PosixSignalRegistration? s_registration;

    /// <summary>Answers SIGTERM with an orderly exit, code 0, after that time.</summary>
    internal static void After(int milliseconds) => s_registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
    {
        context.Cancel = true;
        Output.Line("stopping");
        new ManualResetEventSlim().Wait(milliseconds);
        Native.Exit(0);
    });
}
