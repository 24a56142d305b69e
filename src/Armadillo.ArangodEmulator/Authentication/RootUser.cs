using System.Security.Cryptography;
using System.Text;
using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>The only user: root, with the password of the first start in a data directory.</summary>
internal sealed class RootUser
{
    public const string Name = "root";

    private readonly byte[] _hash;

    private RootUser(byte[] hash) => _hash = hash;

    /// <summary>--database.password counts on a fresh directory; later starts keep what was set then.</summary>
    public static RootUser LoadOrCreate(DataDirectory directory, string password)
    {
        var file = directory.FileName("EMULATOR-ROOT");
        if (File.Exists(file))
        {
            return new RootUser(Convert.FromHexString(File.ReadAllText(file).Trim()));
        }

        var hash = Hash(password);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(Convert.ToHexString(hash));
        return new RootUser(hash);
    }

    public bool Accepts(string user, string password) =>
        user == Name && CryptographicOperations.FixedTimeEquals(Hash(password), _hash);

    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
