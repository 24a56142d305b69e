using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>What a token says: a user, or a server (empty user), until when, and for which paths.</summary>
internal sealed record JwtClaims(string User, double? ExpiresAt, IReadOnlyList<string>? AllowedPaths)
{
    public bool IsSuperuser => User.Length == 0;

    public static JwtClaims? From(JsonObject body)
    {
        var user = "";
        if (body["preferred_username"] is { } name)
        {
            if (name is not JsonValue v || !v.TryGetValue(out user!) || user.Length == 0)
            {
                return null;
            }
        }
        else if (!body.ContainsKey("server_id"))
        {
            return null;
        }

        double? expires = null;
        if (body["exp"] is { } exp)
        {
            if (exp is not JsonValue v || !v.TryGetValue<double>(out var end))
            {
                return null;
            }

            expires = end;
        }

        return TryPaths(body["allowed_paths"], out var paths) ? new JwtClaims(user, expires, paths) : null;
    }

    private static bool TryPaths(JsonNode? node, out List<string>? paths)
    {
        paths = null;
        if (node is null)
        {
            return true;
        }

        if (node is not JsonArray { Count: > 0 } array)
        {
            return false;
        }

        paths = [];
        foreach (var item in array)
        {
            if (item is not JsonValue v || !v.TryGetValue<string>(out var path))
            {
                return false;
            }

            paths.Add(path);
        }

        return true;
    }
}
