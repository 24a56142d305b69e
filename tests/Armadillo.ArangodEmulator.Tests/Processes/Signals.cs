namespace Armadillo.ArangodEmulator.Tests.Processes;

internal static class Signals
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Terminate = 15;
}
