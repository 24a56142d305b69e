using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>--ssl.keyfile and --ssl.cafile; new connections get what was read last.</summary>
internal sealed class TlsCertificates(string keyFile, string caFile)
{
    private volatile Content? _content;

    /// <summary>What a new connection presents.</summary>
    public SslServerAuthenticationOptions Options => (_content ?? throw new InvalidOperationException("no certificate has been read")).Options;

    /// <exception cref="FatalException">The files cannot be used; what was read before stays.</exception>
    public void Load() => _content = Read();

    /// <summary>Reads the files again, if any endpoint speaks TLS.</summary>
    public void Reload()
    {
        if (_content is not null)
        {
            Load();
        }
    }

    public JsonObject Describe() => new()
    {
        ["keyfile"] = Describe(_content?.KeyText ?? ""),
        ["clientCA"] = Describe(_content?.CaText ?? ""),
    };

    private Content Read()
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(keyFile);
            var options = new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            };
            return new Content(options, File.ReadAllText(keyFile), caFile.Length > 0 ? File.ReadAllText(caFile) : "");
        }
        catch (Exception e) when (e is CryptographicException or IOException or ArgumentException)
        {
            throw new FatalException(LogIds.Unknown, "ssl", $"cannot read certificate from '{keyFile}': {e.Message}");
        }
    }

    /// <summary>Keys are never shown, only their fingerprint.</summary>
    private static JsonObject Describe(string pem)
    {
        var described = new JsonObject();
        if (pem.Length == 0)
        {
            return described;
        }

        var certificates = new JsonArray();
        string? key = null;
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var block = rest[fields.Location].ToString();
            if (rest[fields.Label] is "CERTIFICATE")
            {
                certificates.Add((JsonNode)(block + "\n"));
            }
            else
            {
                key ??= block + "\n";
            }
        }

        described["sha256"] = Sha256(pem);
        described["certificates"] = certificates;
        if (key is not null)
        {
            described["privateKeySha256"] = Sha256(key);
        }

        return described;
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed record Content(SslServerAuthenticationOptions Options, string KeyText, string CaText);
}
