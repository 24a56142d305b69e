using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Documents;

namespace Armadillo.ArangodEmulator.Users;

/// <summary>A user as a document of the collection _users.</summary>
internal static class UserDocument
{
    public const string Collection = "_users";

    /// <summary>One key for one name, so that two coordinators cannot make the same user twice.</summary>
    public static string Key(string user) => DocumentKeys.IsKey(user) ? user : "x" + Convert.ToHexString(Encoding.UTF8.GetBytes(user));

    public static JsonObject From(User user)
    {
        var databases = new JsonObject();
        foreach (var (database, level) in user.Databases)
        {
            Database(databases, database)["permissions"] = Permissions((string)level!);
        }

        foreach (var (place, level) in user.Collections)
        {
            var slash = place.IndexOf('/', StringComparison.Ordinal);
            var entry = Database(databases, place[..slash]);
            var collections = entry["collections"] as JsonObject ?? [];
            collections[place[(slash + 1)..]] = new JsonObject { ["permissions"] = Permissions((string)level!) };
            entry["collections"] ??= collections;
        }

        var document = new JsonObject
        {
            ["_key"] = Key(user.Name),
            ["user"] = user.Name,
            ["source"] = "LOCAL",
            ["authData"] = new JsonObject
            {
                ["active"] = user.Active,
                ["simple"] = new JsonObject { ["method"] = "sha256", ["salt"] = "", ["hash"] = user.PasswordHash },
            },
            ["databases"] = databases,
            ["configData"] = new JsonObject(),
            ["userData"] = user.Extra.DeepClone(),
        };
        if (user.Tokens.Count > 0)
        {
            document["accessTokens"] = new JsonArray([.. user.Tokens.Select(static t => (JsonNode)t.ToFile())]);
        }

        return document;
    }

    public static User Read(JsonObject document)
    {
        var (databases, collections) = (new JsonObject(), new JsonObject());
        foreach (var (database, entry) in document["databases"] as JsonObject ?? [])
        {
            if (entry?["permissions"] is JsonObject own)
            {
                databases[database] = Level(own);
            }

            foreach (var (collection, grant) in entry?["collections"] as JsonObject ?? [])
            {
                collections[$"{database}/{collection}"] = Level(grant?["permissions"] as JsonObject ?? []);
            }
        }

        return new User(
            document.TextAt("user") ?? "",
            document.TextAt("authData", "simple", "hash") ?? "",
            document.At("authData", "active") is not JsonValue active || active.GetValue<bool>(),
            (JsonObject)(document["userData"] as JsonObject ?? []).DeepClone(),
            databases,
            collections)
        {
            Tokens = [.. (document["accessTokens"] as JsonArray ?? []).Select(static t => AccessToken.FromFile((JsonObject)t!))],
        };
    }

    private static JsonObject Database(JsonObject databases, string name)
    {
        var entry = databases[name] as JsonObject ?? [];
        databases[name] ??= entry;
        return entry;
    }

    private static JsonObject Permissions(string level) => new() { ["read"] = level != User.None, ["write"] = level == User.ReadWrite };

    private static string Level(JsonObject permissions) =>
        Is(permissions, "write") ? User.ReadWrite : Is(permissions, "read") ? User.ReadOnly : User.None;

    private static bool Is(JsonObject permissions, string name) => permissions[name] is JsonValue v && v.TryGetValue<bool>(out var on) && on;
}
