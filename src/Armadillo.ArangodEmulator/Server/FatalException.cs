namespace Armadillo.ArangodEmulator.Server;

/// <summary>Ends the server: one FATAL line, then <see cref="ExitCode"/>.</summary>
internal sealed class FatalException(string id, string topic, string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public string Id { get; } = id;

    public string Topic { get; } = topic;

    public int ExitCode { get; } = exitCode;
}
