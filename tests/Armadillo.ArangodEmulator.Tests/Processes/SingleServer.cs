namespace Armadillo.ArangodEmulator.Tests.Processes;

/// <summary>One server with a directory of its own.</summary>
internal sealed class SingleServer : IAsyncDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private SingleServer(int port, IEnumerable<string> more)
    {
        Port = port;
        Process = EmulatorProcess.Start(Arguments(port, DataDirectory, more));
    }

    public int Port { get; }

    public EmulatorProcess Process { get; private set; }

    public string DataDirectory => _scratch.At("data");

    public static SingleServer Start(params IEnumerable<string> more) => new(FreePorts.One(), more);

    public static async Task<SingleServer> ReadyAsync(params IEnumerable<string> more)
    {
        var server = Start(more);
        try
        {
            await server.Process.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same directory and port again.</summary>
    public async Task RestartAsync(params IEnumerable<string> more)
    {
        await Process.DisposeAsync();
        Process = EmulatorProcess.Start(Arguments(Port, DataDirectory, more));
        await Process.WaitUntilReadyAsync();
    }

    public Task<Answer> GetAsync(string path, string? authorization = null) => Requests.GetAsync(Port, path, authorization);

    public static string[] Arguments(int port, string directory, params IEnumerable<string> more) =>
    [
        "--configuration", "none", "--database.directory", directory, "--server.endpoint", $"tcp://127.0.0.1:{port}",
        "--server.descriptors-minimum", "0", .. more,
    ];

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _scratch.Dispose();
    }
}
