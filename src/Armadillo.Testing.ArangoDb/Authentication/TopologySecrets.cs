using System.Security.Cryptography;
using System.Text;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Authentication;

/// <summary>The secret of one topology and the token signed with it; both in files that only their user can read.</summary>
internal sealed class TopologySecrets(ArangoSpec spec)
{
    /// <summary>arangod refuses longer ones for HS256.</summary>
    private const int LongestSecret = 64;

    /// <summary>The superuser token; null without authentication.</summary>
    public string? Token { get; private set; }

    public static string TokenPath(string topologyDirectory) => Path.Combine(topologyDirectory, "superuser.jwt");

    public static string SecretPath(ArangoSpec spec, string topologyDirectory) =>
        spec.JwtSecretFile is { } given ? Path.GetFullPath(given) : Path.Combine(topologyDirectory, "jwt-secret");

    public async Task PrepareAsync(string topologyDirectory, CancellationToken cancellationToken)
    {
        if (!spec.Authentication)
        {
            return;
        }

        var secret = spec.JwtSecretFile is { } given
            ? await ReadAsync(given, cancellationToken).ConfigureAwait(false)
            : RandomNumberGenerator.GetHexString(LongestSecret, lowercase: true);
        if (spec.JwtSecretFile is null)
        {
            await WriteAsync(SecretPath(spec, topologyDirectory), secret, cancellationToken).ConfigureAwait(false);
        }

        Token = SuperuserToken.Sign(secret);
        await WriteAsync(TokenPath(topologyDirectory), Token, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new SpecException("ArangoDB", [$"JwtSecretFile is '{path}', which does not exist; give an existing file, or leave it out to get a random secret."]);
        }

        // arangod trims the same characters.
        var secret = (await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)).Trim(' ', '\t', '\r', '\n');
        return Encoding.UTF8.GetByteCount(secret) is > 0 and <= LongestSecret
            ? secret
            : throw new SpecException("ArangoDB", [$"JwtSecretFile '{path}' holds {Encoding.UTF8.GetByteCount(secret)} bytes; a secret has 1 to {LongestSecret}."]);
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var writer = new StreamWriter(path, options);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }
}
