using System.Net;
using System.Net.Security;

namespace Armadillo.Testing.Network;

/// <summary>HTTP clients for servers on this machine.</summary>
public static class LoopbackHttp
{
    /// <summary>
    /// A client without redirects, cookies, proxy and time limit. It takes any certificate of a loopback address, since test
    /// servers sign their own; other hosts are checked as usual.
    /// </summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        SslOptions = { RemoteCertificateValidationCallback = (sender, _, _, errors) => errors == SslPolicyErrors.None || IsLoopback(sender) },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static bool IsLoopback(object sender) =>
        sender is SslStream stream && (stream.TargetHostName == "localhost" || (IPAddress.TryParse(stream.TargetHostName, out var address) && IPAddress.IsLoopback(address)));
}
