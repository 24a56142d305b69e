using System.Text.Json.Nodes;

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

    /// <summary>rw, ro or none.</summary>
    public string Level(string database) => (string?)(Databases[database] ?? Databases[Others]) ?? None;

    /// <summary>A grant for the collection wins over that for the database.</summary>
    public string Level(string database, string collection) =>
        (string?)(Collections[$"{database}/{collection}"] ?? Collections[$"{database}/{Others}"]) ?? Level(database);

    public JsonObject ToAnswer() => new() { ["user"] = Name, ["active"] = Active, ["extra"] = Extra.DeepClone() };

    public static User FromFile(string name, JsonObject entry) => new(
        name, (string)entry["hash"]!, (bool)entry["active"]!,
        (JsonObject)entry["extra"]!, (JsonObject)entry["databases"]!, (JsonObject)entry["collections"]!);

    public JsonObject ToFile() => new()
    {
        ["hash"] = PasswordHash,
        ["active"] = Active,
        ["extra"] = Extra.DeepClone(),
        ["databases"] = Databases.DeepClone(),
        ["collections"] = Collections.DeepClone(),
    };
}
