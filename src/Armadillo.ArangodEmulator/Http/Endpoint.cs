using System.Globalization;
using System.Net;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>An arangod endpoint: tcp://host:port, ssl://host:port, unix:///path, with an optional "http+" in front.</summary>
internal sealed record Endpoint(bool Secure, string Host, int Port, string UnixPath)
{
    private const int DefaultPort = 8529;

    public bool IsUnix => UnixPath.Length > 0;

    /// <summary>The form in which log lines name it.</summary>
    public string Unified => IsUnix
        ? $"http+unix://{UnixPath}"
        : string.Create(CultureInfo.InvariantCulture, $"http+{(Secure ? "ssl" : "tcp")}://{BracketedHost}:{Port}");

    public string Authority => string.Create(CultureInfo.InvariantCulture, $"{BracketedHost}:{Port}");

    private string BracketedHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    public static bool TryParse(string text, out Endpoint endpoint)
    {
        endpoint = new Endpoint(false, "", 0, "");
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        if (separator < 0)
        {
            return false;
        }

        var scheme = text[..separator].ToLowerInvariant();
        var rest = text[(separator + 3)..].TrimEnd('/');
        scheme = scheme.StartsWith("http+", StringComparison.Ordinal) ? scheme["http+".Length..] : scheme;
        if (scheme == "unix")
        {
            endpoint = new Endpoint(false, "", 0, rest);
            return rest.Length > 0;
        }

        if (scheme is not ("tcp" or "http" or "ssl" or "https"))
        {
            return false;
        }

        var colon = rest.LastIndexOf(':');
        var hasPort = colon > rest.LastIndexOf(']') && colon >= 0;
        var port = DefaultPort;
        if (hasPort && !int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return false;
        }

        var host = (hasPort ? rest[..colon] : rest).Trim('[', ']');
        endpoint = new Endpoint(scheme is "ssl" or "https", host, port, "");
        return host.Length > 0 && port is > 0 and <= ushort.MaxValue;
    }

    /// <summary>The address to listen at.</summary>
    public IPAddress Resolve()
    {
        if (Host == "localhost")
        {
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(Host, out var address) ? address : Dns.GetHostAddresses(Host)[0];
    }
}
