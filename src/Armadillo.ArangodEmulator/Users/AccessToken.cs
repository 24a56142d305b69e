using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Users;

/// <summary>A second password of a user, with a name and an end; its text is known to the one who made it and to nobody else.</summary>
internal sealed record AccessToken(long Id, string Name, long ValidUntil, long CreatedAt, string Fingerprint, string Hash)
{
    private const string Prefix = "v1.";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int RandomLength = 20;
    private const int ShownLength = 6;

    public static bool IsToken(string password) => password.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The token and its text: as recorded, hexadecimal JSON of end, creation, user and chance.</summary>
    public static (AccessToken Token, string Text) Create(long id, string user, string name, long validUntil, long now)
    {
        var content = new JsonObject
        {
            ["e"] = validUntil,
            ["c"] = now,
            ["u"] = user,
            ["r"] = RandomNumberGenerator.GetString(Letters, RandomLength),
        };
        var text = Prefix + Convert.ToHexStringLower(JsonSerializer.SerializeToUtf8Bytes(content, EmulatorJson.Default.JsonNode!));
        return (new AccessToken(id, name, validUntil, now, $"{Prefix}..{text[^ShownLength..]}", RootUser.Hash(text)), text);
    }

    /// <summary>The user that a text names, whether it is good or not.</summary>
    public static string? UserOf(string text)
    {
        try
        {
            return JsonNode.Parse(Convert.FromHexString(text.AsSpan(Prefix.Length)))?["u"] is JsonValue v && v.TryGetValue<string>(out var user) ? user : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool IsActive(DateTimeOffset now) => now.ToUnixTimeSeconds() < ValidUntil;

    public bool Is(string text) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(RootUser.Hash(text)), Encoding.ASCII.GetBytes(Hash));

    public static AccessToken FromFile(JsonObject entry) => new(
        (long)entry["id"]!, (string)entry["name"]!, (long)entry["valid_until"]!, (long)entry["created_at"]!, (string)entry["fingerprint"]!,
        (string)entry["hash"]!);

    public JsonObject ToFile() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["valid_until"] = ValidUntil,
        ["created_at"] = CreatedAt,
        ["fingerprint"] = Fingerprint,
        ["hash"] = Hash,
    };

    public JsonObject ToAnswer(DateTimeOffset now) => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["valid_until"] = ValidUntil,
        ["created_at"] = CreatedAt,
        ["fingerprint"] = Fingerprint,
        ["active"] = IsActive(now),
    };
}
