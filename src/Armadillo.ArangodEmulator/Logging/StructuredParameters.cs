namespace Armadillo.ArangodEmulator.Logging;

/// <summary>What is logged of the request that a line belongs to; each part has its switch (--log.structured-param, /_admin/log/structured).</summary>
internal sealed class StructuredParameters
{
    private static readonly string[] _known = ["database", "username", "url"];

    private readonly AsyncLocal<string[]?> _request = new();

    // Replaced as a whole.
    private volatile string[] _active = [];

    public IReadOnlyList<string> Active => _active;

    /// <summary>Takes "name" or "name=bool"; unknown names are ignored, as arangod does.</summary>
    public void Set(string assignment)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        var on = equals < 0 || (Options.OptionNumbers.TryBoolean(assignment[(equals + 1)..], out var value) && value);
        Set(equals < 0 ? assignment : assignment[..equals], on);
    }

    public void Set(string name, bool on) =>
        _active = [.. _known.Where(k => k == name ? on : _active.Contains(k))];

    /// <summary>For the rest of the calling method and all that it calls.</summary>
    public void EnterRequest(string database, string user, string url) => _request.Value = [database, user, url];

    public IReadOnlyList<(string Name, string Value)> Read() => _request.Value is { } values && _active.Length > 0
        ? [.. _active.Select(name => (name, values[Array.IndexOf(_known, name)]))]
        : [];
}
