using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>One entry of Supervision/Health.</summary>
internal sealed record HealthRecord
{
    public const string Good = "GOOD";
    public const string Bad = "BAD";
    public const string Failed = "FAILED";

    public string ShortName { get; init; } = "";

    public string Endpoint { get; init; } = "";

    public string AdvertisedEndpoint { get; init; } = "";

    public string Host { get; init; } = "";

    public string SyncStatus { get; init; } = "";

    public string Status { get; init; } = "";

    public string Version { get; init; } = "";

    public string Engine { get; init; } = "";

    public string SyncTime { get; init; } = "";

    public string LastAckedTime { get; init; } = "";

    public static HealthRecord? From(Value? value) => value is not ObjectValue node ? null : new HealthRecord
    {
        ShortName = node.TextAt(nameof(ShortName)) ?? "",
        Endpoint = node.TextAt(nameof(Endpoint)) ?? "",
        AdvertisedEndpoint = node.TextAt(nameof(AdvertisedEndpoint)) ?? "",
        Host = node.TextAt(nameof(Host)) ?? "",
        SyncStatus = node.TextAt(nameof(SyncStatus)) ?? "",
        Status = node.TextAt(nameof(Status)) ?? "",
        Version = node.TextAt(nameof(Version)) ?? "",
        Engine = node.TextAt(nameof(Engine)) ?? "",
        SyncTime = node.TextAt(nameof(SyncTime)) ?? "",
        LastAckedTime = node.TextAt(nameof(LastAckedTime)) ?? "",
    };

    /// <summary>Whether the persistent copy has to be written anew; mere times do not count.</summary>
    public bool DiffersFrom(HealthRecord? other) =>
        other is null || this with { SyncTime = other.SyncTime, LastAckedTime = other.LastAckedTime } != other;

    public JsonObject ToJson(string timestamp)
    {
        var json = new JsonObject { [nameof(ShortName)] = ShortName, [nameof(Endpoint)] = Endpoint };
        if (AdvertisedEndpoint.Length > 0)
        {
            json[nameof(AdvertisedEndpoint)] = AdvertisedEndpoint;
        }

        json[nameof(Host)] = Host;
        json[nameof(SyncStatus)] = SyncStatus;
        json[nameof(Status)] = Status;
        json[nameof(Version)] = Version;
        json[nameof(Engine)] = Engine;
        json["Timestamp"] = timestamp;
        json[nameof(SyncTime)] = SyncTime;
        json[nameof(LastAckedTime)] = LastAckedTime;
        return json;
    }
}
