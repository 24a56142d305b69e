using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>One option as a real 3.12 server dumped it.</summary>
internal sealed partial record RecordedOption(
    string Name, string Type, IReadOnlyList<string> Roles, IReadOnlyList<string> Defaults, double? Minimum, double? Maximum,
    IReadOnlyList<string> Values, bool RequiresValue)
{
    private const double LeastBound = 1e-300;

    public static IReadOnlyList<RecordedOption> All { get; } =
    [
        .. TestData.Json("arangod-options-3.12.json").AsObject().Select(static x => Parse(x.Key, x.Value!.AsObject())),
    ];

    /// <summary>What each option disagrees in; empty when none does. Found once: it takes thousands of command lines.</summary>
    public static Lazy<IReadOnlyList<string>> Complaints { get; } = new(static () =>
        [.. All.Select(static o => (o.Name, Text: o.Complaint())).Where(static c => c.Text is not null).Select(static c => $"{c.Name}: {c.Text}")]);

    /// <summary>Asks for something and ends: there is no default that a server could run with.</summary>
    public bool IsCommand => Defaults.Count == 0 && Type == "boolean";

    private string? Complaint()
    {
        var definition = new OptionTable().Find(Name);
        var roles = string.Concat(Roles.Select(static r => char.ToUpperInvariant(r == "dbserver" ? 'p' : r[0])).Order());
        if (definition is null || string.Concat(definition.Roles.Order()) != roles)
        {
            return $"the roles are {definition?.Roles ?? "unknown"} instead of {roles}";
        }

        return Accepted().Select(a => ExitCode(a) is var code && code == 0 ? null : $"{string.Join(' ', a)} ends with {code}")
            .Concat(Refused().Select(x => ExitCode(x.Arguments) is var code && code == x.Code ? null : $"{string.Join(' ', x.Arguments)} ends with {code} instead of {x.Code}"))
            .FirstOrDefault(static c => c is not null);
    }

    private IEnumerable<string[]> Accepted()
    {
        // A configuration file must be there, and nothing else is looked at by the command line.
        string[] texts = Type.StartsWith("string", StringComparison.Ordinal) ? [Name is "config" or "configuration" ? "none" : "x"] : [];
        string[] values = Values.Count > 0 ? [.. Values] : [.. Defaults, .. texts];
        foreach (var value in values)
        {
            yield return [$"--{Name}={value}"];
            yield return [$"--{Name}", value];
        }

        if (Type == "boolean")
        {
            yield return [$"--{Name}"];
            yield return [$"--{Name}=false"];
        }
    }

    private IEnumerable<(int Code, string[] Arguments)> Refused()
    {
        yield return (ExitCodes.InvalidOptionName, [$"--{Name}-x=1"]);
        if (RequiresValue)
        {
            yield return (ExitCodes.InvalidOptionValue, [$"--{Name}"]);
        }

        if (!Type.StartsWith("string", StringComparison.Ordinal) || Values.Count > 0)
        {
            yield return (ExitCodes.InvalidOptionValue, [$"--{Name}=no such value"]);
        }

        // The least positive double is no bound: two options have it as minimum and 0 as default.
        if (Minimum > LeastBound)
        {
            yield return (ExitCodes.InvalidOptionValue, [$"--{Name}={(Type == "double" ? 0 : Minimum.Value - 1).ToString("F0", CultureInfo.InvariantCulture)}"]);
        }

        if (Maximum is { } maximum && maximum < uint.MaxValue)
        {
            yield return (ExitCodes.InvalidOptionValue, [$"--{Name}={(maximum + 1).ToString("F0", CultureInfo.InvariantCulture)}"]);
        }
    }

    private static int ExitCode(string[] arguments)
    {
        try
        {
            CommandLine.Parse(arguments);
            return ExitCodes.Success;
        }
        catch (OptionException e)
        {
            return e.ExitCode;
        }
    }

    private static RecordedOption Parse(string name, JsonObject o) => new(
        name,
        (string)o["type"]!,
        [.. o["component"]!.AsArray().Select(static r => (string)r!)],
        o["default"] switch
        {
            null => [],
            JsonArray list => [.. list.Select(static v => (string)v!)],
            JsonValue v => [v.GetValueKind() == JsonValueKind.String ? (string)v! : v.ToJsonString()],
            _ => throw new FormatException(name),
        },
        (double?)o["minValue"],
        (double?)o["maxValue"],
        [.. PossibleValue().Matches(((string?)o["values"] ?? "").Split(':').Last()).Select(static m => m.Groups[1].Success ? m.Groups[1].Value : m.Value)],
        (bool)o["requiresValue"]!);

    [GeneratedRegex("\"([^\"]*)\"|\\d+")]
    private static partial Regex PossibleValue();
}
