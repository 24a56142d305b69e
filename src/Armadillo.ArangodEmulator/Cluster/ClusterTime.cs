using System.Globalization;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>Times as the agency keeps them: whole seconds, UTC.</summary>
internal static class ClusterTime
{
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
