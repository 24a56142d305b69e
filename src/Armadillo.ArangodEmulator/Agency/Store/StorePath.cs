namespace Armadillo.ArangodEmulator.Agency.Store;

/// <summary>Paths of the tree: the leading slash is optional, repeated slashes count once.</summary>
internal static class StorePath
{
    public static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public static string Normalize(string path) => "/" + string.Join('/', Split(path));
}
