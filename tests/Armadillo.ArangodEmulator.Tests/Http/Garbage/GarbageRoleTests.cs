using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Http.Garbage;

public sealed class SingleServerGarbageTests(SingleServerGarbageTests.Server server) : GarbageTests, IClassFixture<SingleServerGarbageTests.Server>
{
    protected override int Port => server.Port;

    protected override (string Method, string Path) Json => ("POST", "/_api/collection");

    internal override EmulatorProcess Process => server.Process;

    public sealed class Server() : GarbageServer("--server.authentication", "false");
}

public sealed class AgentGarbageTests(AgentGarbageTests.Server server) : GarbageTests, IClassFixture<AgentGarbageTests.Server>
{
    protected override int Port => server.Port;

    protected override (string Method, string Path) Json => ("POST", "/_api/agency/read");

    internal override EmulatorProcess Process => server.Process;

    public sealed class Server() : GarbageServer("--server.authentication", "false", "--agency.activate", "true");
}

/// <summary>One server for all tests of a class.</summary>
public abstract class GarbageServer(params string[] options) : IAsyncLifetime
{
    private SingleServer? _server;

    public int Port => _server!.Port;

    internal EmulatorProcess Process => _server!.Process;

    public async Task InitializeAsync() => _server = await SingleServer.ReadyAsync(options);

    public async Task DisposeAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
}
