namespace Armadillo.ArangodEmulator.Tests.Processes;

/// <summary>This assembly as a program: a host of one server, with the server's arguments, that ends only when it is killed.</summary>
internal static class HostProgram
{
    private static async Task Main(string[] arguments)
    {
        await using var server = EmulatorProcess.Start(arguments);
        await server.WaitUntilReadyAsync();
        Console.WriteLine(server.Id);
        await Task.Delay(Timeout.Infinite);
    }
}
