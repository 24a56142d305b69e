using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Persistence;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Storage;

internal enum VersionState
{
    Match,
    NoFile,
    UpgradeNeeded,
    DowngradeNeeded,
    Unreadable,
}

/// <summary>VERSION in the data directory: the version that last used it. Patch versions do not matter.</summary>
internal sealed class VersionFile(string path)
{
    public const string Name = "VERSION";

    public bool Exists => File.Exists(path);

    public (VersionState State, long Version) Read()
    {
        if (!Exists)
        {
            return (VersionState.NoFile, 0);
        }

        if (Parse(File.ReadAllText(path)) is not { } version)
        {
            return (VersionState.Unreadable, 0);
        }

        var state = (version / 100).CompareTo(Product.VersionNumber / 100) switch
        {
            0 => VersionState.Match,
            < 0 => VersionState.UpgradeNeeded,
            _ => VersionState.DowngradeNeeded,
        };
        return (state, version);
    }

    public void Write() => AtomicFile.Write(
        path, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{Product.VersionNumber},\"tasks\":{{}}}}")), sync: false);

    private static long? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject content && content["version"] is JsonValue v && v.TryGetValue<long>(out var version)
                ? version
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
