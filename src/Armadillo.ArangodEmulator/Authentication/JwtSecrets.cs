using System.Security.Cryptography;
using System.Text;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>The secrets that tokens are checked against; the first one also signs.</summary>
internal sealed class JwtSecrets
{
    private const int LongestForHs256 = 64;

    private readonly Func<IReadOnlyList<byte[]>> _load;
    private volatile IReadOnlyList<byte[]>? _secrets;

    private JwtSecrets(Func<IReadOnlyList<byte[]>> load) => _load = load;

    public byte[] Active => All[0];

    public IReadOnlyList<byte[]> All => _secrets ??= _load();

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
            return Loaded(() => [Checked(Encoding.UTF8.GetBytes(inline))]);
        }

        if (authentication && role != ServerRole.Single)
        {
            throw new FatalException(
                "6e615", "cluster", "Authentication is enabled but no JWT secret has been given; all servers of a cluster need the same one");
        }

        // Made when the first token comes: loading the system's cryptography is a sixth of a single server's start.
        var random = new Lazy<byte[]>(() => RandomNumberGenerator.GetBytes(LongestForHs256));
        return new JwtSecrets(() => [random.Value]);
    }

    public void Reload()
    {
        _secrets = _load();
        Generation++;
    }

    public static string Fingerprint(byte[] secret) => Convert.ToHexStringLower(SHA256.HashData(secret));

    private static JwtSecrets Loaded(Func<IReadOnlyList<byte[]>> load)
    {
        var secrets = new JwtSecrets(load);
        secrets._secrets = load();
        return secrets;
    }

    private static List<byte[]> ReadFolder(string folder, IServerLog log)
    {
        log.Info("4922f", "authentication", $"Loading JWT secrets from folder {folder}");
        if (!Directory.Exists(folder))
        {
            throw Fatal($"JWT secret folder '{folder}' does not exist");
        }

        var secrets = new List<byte[]>();
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (name[0] == '.' || name.EndsWith(".tmp", StringComparison.Ordinal) || new FileInfo(path).LinkTarget is not null)
            {
                continue;
            }

            var secret = ReadFile(path);
            if (secret.Length > 0)
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

    private static byte[] ReadFile(string path)
    {
        try
        {
            return Checked(Encoding.UTF8.GetBytes(File.ReadAllText(path).Trim(' ', '\t', '\r', '\n')));
        }
        catch (IOException e)
        {
            throw Fatal($"unable to read JWT secret file '{path}': {e.Message}");
        }
    }

    private static byte[] Checked(byte[] secret) => secret.Length <= LongestForHs256
        ? secret
        : throw Fatal($"Given JWT secret too long. Max length is {LongestForHs256}");

    private static FatalException Fatal(string message) => new(LogIds.Unknown, "authentication", message);
}
