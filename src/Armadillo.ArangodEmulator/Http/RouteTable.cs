namespace Armadillo.ArangodEmulator.Http;

/// <summary>Finds the route with the longest matching path.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<string, IRoute> _routes = new(StringComparer.Ordinal);

    public void Add(IRoute route)
    {
        foreach (var path in route.Paths)
        {
            _routes.Add(path, route);
        }
    }

    /// <summary>The route and what is left of the path, in parts; null when nothing matches.</summary>
    public (IRoute Route, string Matched, string[] Suffixes)? Find(string path)
    {
        var end = path.Length;
        while (end > 0)
        {
            var prefix = path[..end];
            if (_routes.TryGetValue(prefix, out var route))
            {
                var rest = path[end..].Split('/', StringSplitOptions.RemoveEmptyEntries);
                return (route, prefix, rest);
            }

            end = path.LastIndexOf('/', end - 1);
        }

        return null;
    }
}
