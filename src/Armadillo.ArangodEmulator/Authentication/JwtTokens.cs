using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>Signs and checks tokens by arangod's rules.</summary>
internal sealed class JwtTokens(JwtSecrets secrets, TimeProvider time)
{
    private const int MostRemembered = 4096;
    private const string Issuer = "arangodb";

    private readonly ConcurrentDictionary<string, JwtClaims> _accepted = new(StringComparer.Ordinal);
    private int _generation;

    public string SignSuperuser(string serverId) => Sign(new JsonObject { ["iss"] = Issuer, ["server_id"] = serverId });

    public string SignUser(string user, TimeSpan lifetime)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return Sign(new JsonObject
        {
            ["exp"] = now + (long)lifetime.TotalSeconds,
            ["iat"] = now,
            ["iss"] = Issuer,
            ["preferred_username"] = user,
        });
    }

    /// <summary>The claims of a good token, otherwise null.</summary>
    public JwtClaims? Verify(string token)
    {
        if (_generation != secrets.Generation)
        {
            _accepted.Clear();
            _generation = secrets.Generation;
        }

        if (!_accepted.TryGetValue(token, out var claims))
        {
            claims = Check(token);
            if (claims is null)
            {
                return null;
            }

            if (_accepted.Count < MostRemembered)
            {
                _accepted[token] = claims;
            }
        }

        return claims.ExpiresAt is { } end && (end == 0 || time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0 >= end) ? null : claims;
    }

    private string Sign(JsonObject body)
    {
        var head = Part(new JsonObject { ["alg"] = secrets.Active.Algorithm, ["typ"] = "JWT" });
        var signed = $"{head}.{Part(body)}";
        return $"{signed}.{Base64Url.EncodeToString(secrets.Active.Sign(signed))}";
    }

    private JwtClaims? Check(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3
            || Read(parts[0]) is not { } head
            || head["alg"] is not JsonValue a || !a.TryGetValue<string>(out var algorithm)
            || !Is(head["typ"], "JWT")
            || !Base64Url.IsValid(parts[2]))
        {
            return null;
        }

        var signature = Base64Url.DecodeFromChars(parts[2]);
        var signed = $"{parts[0]}.{parts[1]}";
        var good = false;
        foreach (var secret in secrets.All)
        {
            good |= secret.Verifies(algorithm, signed, signature);
        }

        return good && Read(parts[1]) is { } body && Is(body["iss"], Issuer) ? JwtClaims.From(body) : null;
    }

    private static string Part(JsonObject content) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(content, EmulatorJson.Default.JsonNode!));

    private static JsonObject? Read(string part)
    {
        try
        {
            return Base64Url.IsValid(part) ? JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Is(JsonNode? node, string expected) => node is JsonValue v && v.TryGetValue<string>(out var text) && text == expected;
}
