using System.Security.Cryptography;
using System.Text;
using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>The first user: root, with the password of the first start in a data directory. Kept as a hash, empty for none.</summary>
internal sealed class RootUser
{
    public const string Name = "root";

    private RootUser(string hash) => PasswordHash = hash;

    public string PasswordHash { get; }

    /// <summary>--database.password counts on a fresh directory; later starts keep what was set then.</summary>
    public static RootUser LoadOrCreate(DataDirectory directory, string password)
    {
        var file = directory.FileName("EMULATOR-ROOT");
        if (File.Exists(file))
        {
            return new RootUser(File.ReadAllText(file).Trim());
        }

        var hash = Hash(password);
        using var writer = new StreamWriter(file, PrivateFile());
        writer.Write(hash);
        return new RootUser(hash);
    }

    public static FileStreamOptions PrivateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    // No hash of an empty password: most servers have one, and cryptography is slow to load.
    public static string Hash(string password) =>
        password.Length == 0 ? "" : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(password)));
}
