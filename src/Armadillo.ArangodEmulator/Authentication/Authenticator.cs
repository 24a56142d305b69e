using System.Text;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Users;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>Finds out who sent a request, and whether its path needs that at all.</summary>
internal sealed class Authenticator(
    bool enabled, bool systemOnly, bool unixSockets, ServerRole role, JwtTokens tokens, UserStore users)
{
    public bool Enabled { get; } = enabled;

    public async ValueTask<Identity> IdentifyAsync(HttpContext context, string path)
    {
        if (Enabled && HasUsers && context.Request.Headers.Authorization.Count > 0)
        {
            await users.RefreshAsync(context.RequestAborted);
        }

        return Identify(context, path);
    }

    private Identity Identify(HttpContext context, string path)
    {
        if (!Enabled || (!unixSockets && context.Connection.RemoteIpAddress is null))
        {
            return Identity.Superuser;
        }

        var header = context.Request.Headers.Authorization.ToString();
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            return Identity.Nobody;
        }

        var credentials = header[(space + 1)..].Trim();
        return header[..space].ToLowerInvariant() switch
        {
            "bearer" => FromToken(credentials, path),
            "basic" => FromPassword(credentials),
            _ => Identity.Nobody,
        };
    }

    /// <summary>Paths that anybody may ask.</summary>
    public bool IsOpen(string path) =>
        path is "/" or "/_admin/server/availability"
        || path.StartsWith("/_open/", StringComparison.Ordinal)
        || path.StartsWith("/_admin/aardvark/", StringComparison.Ordinal)
        || (systemOnly && !path.StartsWith("/_", StringComparison.Ordinal));

    /// <summary>Checks a name and a password as /_open/auth does.</summary>
    public async ValueTask<bool> AcceptsPasswordAsync(string user, string password, CancellationToken cancellationToken)
    {
        await users.RefreshAsync(cancellationToken);
        return HasUsers && users.Authenticate(user, password) is not null;
    }

    // Users live on single servers and coordinators; elsewhere only servers are known.
    private bool HasUsers => role is ServerRole.Single or ServerRole.Coordinator;

    private Identity FromToken(string token, string path)
    {
        if (tokens.Verify(token) is not { } claims || claims.AllowedPaths?.Contains(path) == false)
        {
            return Identity.Nobody;
        }

        if (claims.IsSuperuser)
        {
            return Identity.Superuser;
        }

        return HasUsers && users.Find(claims.User) is { Active: true } user ? Of(user) : Identity.Nobody;
    }

    private Identity FromPassword(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length))
        {
            return Identity.Nobody;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && HasUsers && users.Authenticate(pair[..colon], pair[(colon + 1)..]) is { } user ? Of(user) : Identity.Nobody;
    }

    private static Identity Of(User user) => new(user.Name, true, false, user);
}
