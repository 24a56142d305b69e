using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Storage;

/// <summary>The server's id, PRMR-, CRDN-, AGNT- or SNGL- and a uuid, kept in the file UUID of the data directory.</summary>
internal static class ServerIdentity
{
    public static string LoadOrCreate(DataDirectory directory, ServerRole role, bool requirePersisted, IServerLog log)
    {
        var file = directory.FileName("UUID");
        if (File.Exists(file))
        {
            return File.ReadAllText(file).Trim();
        }

        if (requirePersisted)
        {
            throw new FatalException("d2194", "cluster", $"required persisted UUID file '{file}' not found");
        }

        var id = $"{Prefix(role)}-{Guid.NewGuid():D}";
        File.WriteAllText(file, id);
        if (role is ServerRole.DbServer or ServerRole.Coordinator)
        {
            log.Info("0d924", "cluster", $"Fresh start. Persisting new UUID {id}");
        }

        return id;
    }

    private static string Prefix(ServerRole role) => role switch
    {
        ServerRole.DbServer => "PRMR",
        ServerRole.Coordinator => "CRDN",
        ServerRole.Agent => "AGNT",
        _ => "SNGL",
    };
}
