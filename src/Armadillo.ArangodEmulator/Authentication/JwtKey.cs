using System.Security.Cryptography;
using System.Text;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>One secret: text for HS256, or an elliptic curve key in PEM for ES256.</summary>
internal sealed class JwtKey
{
    private const int LongestForHs256 = 64;
    private const int SizeForEs256 = 256;

    private readonly Lock _lock = new();
    private readonly byte[] _secret;
    private readonly ECDsa? _curve;

    private JwtKey(byte[] secret, ECDsa? curve)
    {
        _secret = secret;
        _curve = curve;
    }

    /// <summary>The name in the head of a token.</summary>
    public string Algorithm => _curve is null ? "HS256" : "ES256";

    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(_secret));

    /// <summary>Empty content makes a key that is empty, too.</summary>
    public bool IsEmpty => _secret.Length == 0;

    public static JwtKey Random() => new(RandomNumberGenerator.GetBytes(LongestForHs256), null);

    public static JwtKey Parse(string text)
    {
        var secret = Encoding.UTF8.GetBytes(text);
        if (text.StartsWith("-----BEGIN", StringComparison.Ordinal))
        {
            return new JwtKey(secret, ReadCurve(text));
        }

        return secret.Length <= LongestForHs256
            ? new JwtKey(secret, null)
            : throw Fatal($"Given JWT secret too long. Max length is {LongestForHs256}");
    }

    public byte[] Sign(string signed)
    {
        var bytes = Encoding.ASCII.GetBytes(signed);
        if (_curve is null)
        {
            return HMACSHA256.HashData(_secret, bytes);
        }

        lock (_lock)
        {
            return _curve.SignData(bytes, HashAlgorithmName.SHA256);
        }
    }

    public bool Verifies(string algorithm, string signed, byte[] signature)
    {
        if (algorithm != Algorithm)
        {
            return false;
        }

        if (_curve is null)
        {
            return CryptographicOperations.FixedTimeEquals(Sign(signed), signature);
        }

        lock (_lock)
        {
            return _curve.VerifyData(Encoding.ASCII.GetBytes(signed), signature, HashAlgorithmName.SHA256);
        }
    }

    private static ECDsa ReadCurve(string pem)
    {
        var curve = ECDsa.Create();
        try
        {
            curve.ImportFromPem(pem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            curve.Dispose();
            throw Fatal($"JWT secret is no private key for ES256: {e.Message}");
        }

        return curve.KeySize == SizeForEs256 ? curve : throw Fatal($"JWT secret is a key of {curve.KeySize} bits, ES256 needs {SizeForEs256}");
    }

    private static FatalException Fatal(string message) => new(LogIds.Unknown, "authentication", message);
}
