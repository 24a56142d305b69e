namespace Armadillo.ArangodEmulator.Http;

/// <summary>Cuts /_db/NAME and /_arango/VERSION off a path.</summary>
internal readonly record struct RequestPath(string Database, string Path, string ApiVersion)
{
    private const string DatabasePrefix = "/_db/";
    private const string VersionPrefix = "/_arango/";

    public static RequestPath Parse(string path)
    {
        var database = "_system";
        var version = "v0";
        Cut(VersionPrefix, ref path, ref version);
        Cut(DatabasePrefix, ref path, ref database);
        Cut(VersionPrefix, ref path, ref version);
        return new RequestPath(database, path, version);
    }

    private static void Cut(string prefix, ref string path, ref string part)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
        {
            return;
        }

        var end = path.IndexOf('/', prefix.Length);
        part = end < 0 ? path[prefix.Length..] : path[prefix.Length..end];
        path = end < 0 ? "/" : path[end..];
    }
}
