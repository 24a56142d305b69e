namespace Armadillo.ArangodEmulator.Server;

/// <summary>Names the machine: servers with the same name share its fate.</summary>
internal static class HostIdentity
{
    public static string Name { get; } = Find();

    private static string Find()
    {
        foreach (var variable in (string[])["HOST", "NODE_NAME"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
            {
                return value;
            }
        }

        const string MachineId = "/etc/machine-id";
        return File.Exists(MachineId) && File.ReadAllText(MachineId).Trim() is { Length: > 0 } id ? id : Environment.MachineName;
    }
}
