using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Collections;

namespace Armadillo.ArangodEmulator.Users;

/// <summary>A user with what was granted: by database, and by "database/collection"; "*" stands for all others.</summary>
internal sealed record User(string Name, string PasswordHash, bool Active, JsonObject Extra, JsonObject Databases, JsonObject Collections)
{
    public const string ReadWrite = "rw";
    public const string ReadOnly = "ro";
    public const string None = "none";

    private const string Others = "*";

    public static User Root(string passwordHash) =>
        new("root", passwordHash, true, [], new JsonObject { [Others] = ReadWrite }, new JsonObject { [$"{Others}/{Others}"] = ReadWrite });

    public IReadOnlyList<AccessToken> Tokens { get; init; } = [];

    /// <summary>A new user as a request describes it; active, and without a password when it says nothing else.</summary>
    public static User Of(string name, JsonObject body) => new User(name, RootUser.Hash(""), true, [], [], []).Changed(body);

    public User Changed(JsonObject body) => this with
    {
        PasswordHash = body["passwd"] is JsonValue v && v.TryGetValue<string>(out var password) ? RootUser.Hash(password) : PasswordHash,
        Active = CollectionProperties.Flag(body, "active", Active),
        Extra = body["extra"] is JsonObject extra ? (JsonObject)extra.DeepClone() : Extra,
    };

    /// <summary>With a grant for a database or one collection of it; null takes it away.</summary>
    public User With(string database, string? level, string? collection = null)
    {
        var changed = this with { Databases = (JsonObject)Databases.DeepClone(), Collections = (JsonObject)Collections.DeepClone() };
        var (grants, key) = collection is null ? (changed.Databases, database) : (changed.Collections, $"{database}/{collection}");
        grants.Remove(key);
        if (level is not null)
        {
            grants[key] = level;
        }

        return changed;
    }

    /// <summary>rw, ro or none.</summary>
    public string Level(string database) => (string?)(Databases[database] ?? Databases[Others]) ?? None;

    /// <summary>A grant for the collection wins over that for the database.</summary>
    public string Level(string database, string collection) =>
        (string?)(Collections[$"{database}/{collection}"] ?? Collections[$"{database}/{Others}"]) ?? Level(database);

    public JsonObject ToAnswer() => new() { ["user"] = Name, ["active"] = Active, ["extra"] = Extra.DeepClone() };

    public static User FromFile(string name, JsonObject entry) => new(
        name, (string)entry["hash"]!, (bool)entry["active"]!,
        (JsonObject)entry["extra"]!, (JsonObject)entry["databases"]!, (JsonObject)entry["collections"]!)
    {
        Tokens = [.. (entry["tokens"] as JsonArray ?? []).Select(static t => AccessToken.FromFile((JsonObject)t!))],
    };

    public JsonObject ToFile() => new()
    {
        ["hash"] = PasswordHash,
        ["active"] = Active,
        ["extra"] = Extra.DeepClone(),
        ["databases"] = Databases.DeepClone(),
        ["collections"] = Collections.DeepClone(),
        ["tokens"] = new JsonArray([.. Tokens.Select(static t => (JsonNode)t.ToFile())]),
    };
}
