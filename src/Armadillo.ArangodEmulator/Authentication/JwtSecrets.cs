using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>The secrets that tokens are checked against; the first one also signs.</summary>
internal sealed class JwtSecrets
{
    private readonly Func<IReadOnlyList<JwtKey>> _load;
    private volatile IReadOnlyList<JwtKey>? _secrets;

    private JwtSecrets(Func<IReadOnlyList<JwtKey>> load) => _load = load;

    public JwtKey Active => All[0];

    public IReadOnlyList<JwtKey> All => _secrets ??= _load();

    /// <summary>Counts up with each reload: accepted tokens that were remembered are then looked at again.</summary>
    public int Generation { get; private set; }

    public static JwtSecrets Load(OptionValues options, ServerRole role, bool authentication, IServerLog log)
    {
        var file = options.Text("server.jwt-secret-keyfile");
        var folder = options.Text("server.jwt-secret-folder");
        if (file.Length > 0 && folder.Length > 0)
        {
            throw Fatal("please use either --server.jwt-secret-keyfile or --server.jwt-secret-folder, not both");
        }

        if (folder.Length > 0)
        {
            return Loaded(() => ReadFolder(folder, log));
        }

        if (file.Length > 0)
        {
            return Loaded(() => [ReadFile(file)]);
        }

        var inline = options.Text("server.jwt-secret");
        if (inline.Length > 0)
        {
            return Loaded(() => [JwtKey.Parse(inline)]);
        }

        if (authentication && role != ServerRole.Single)
        {
            throw new FatalException(
                "6e615", "cluster", "Authentication is enabled but no JWT secret has been given; all servers of a cluster need the same one");
        }

        // Made when the first token comes: loading the system's cryptography is a sixth of a single server's start.
        var random = new Lazy<JwtKey>(JwtKey.Random);
        return new JwtSecrets(() => [random.Value]);
    }

    public void Reload()
    {
        _secrets = _load();
        Generation++;
    }

    private static JwtSecrets Loaded(Func<IReadOnlyList<JwtKey>> load)
    {
        var secrets = new JwtSecrets(load);
        secrets._secrets = load();
        return secrets;
    }

    private static List<JwtKey> ReadFolder(string folder, IServerLog log)
    {
        log.Info("4922f", "authentication", $"Loading JWT secrets from folder {folder}");
        if (!Directory.Exists(folder))
        {
            throw Fatal($"JWT secret folder '{folder}' does not exist");
        }

        var secrets = new List<JwtKey>();
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (name[0] == '.' || name.EndsWith(".tmp", StringComparison.Ordinal) || new FileInfo(path).LinkTarget is not null)
            {
                continue;
            }

            var secret = ReadFile(path);
            if (!secret.IsEmpty)
            {
                secrets.Add(secret);
            }
        }

        if (secrets.Count == 0)
        {
            throw Fatal($"no JWT secret found in folder '{folder}'");
        }

        log.Info("4a34f", "authentication", $"Have {secrets.Count - 1} passive JWT secrets");
        return secrets;
    }

    private static JwtKey ReadFile(string path)
    {
        try
        {
            return JwtKey.Parse(File.ReadAllText(path).Trim(' ', '\t', '\r', '\n'));
        }
        catch (IOException e)
        {
            throw Fatal($"unable to read JWT secret file '{path}': {e.Message}");
        }
    }

    private static FatalException Fatal(string message) => new(LogIds.Unknown, "authentication", message);
}
