using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/log/level: levels of all outputs together, with withAppenders=true also of each one.</summary>
internal sealed class LogLevelRoute(ServerLog log)
{
    private readonly TopicLevels _initial = log.Levels.Copy();

    public async Task HandleAsync(ServerRequest request)
    {
        switch (request.Method)
        {
            case "GET":
                break;
            case "DELETE":
                log.ResetLevels(_initial);
                break;
            case "PUT":
                if (Change(await request.ReadJsonAsync(), request.QueryFlag("withAppenders")) is { } refusal)
                {
                    await request.ErrorAsync(400, 10, refusal);
                    return;
                }

                break;
            default:
                await request.MethodNotAllowedAsync();
                return;
        }

        await request.JsonAsync(200, request.QueryFlag("withAppenders") ? WithAppenders() : Global());
    }

    /// <summary>Changes all or nothing; the text says why nothing.</summary>
    private string? Change(JsonNode? body, bool withAppenders)
    {
        if (body is JsonValue value && value.TryGetValue<string>(out var assignment))
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            body = equals < 0
                ? new JsonObject { [TopicLevels.General] = assignment }
                : new JsonObject { [assignment[..equals].Trim()] = assignment[(equals + 1)..] };
            withAppenders = false;
        }

        if (body is not JsonObject changes)
        {
            return "expecting a level, or an object of topics and levels";
        }

        var global = withAppenders ? changes["global"] as JsonObject ?? [] : changes;
        var appenders = withAppenders ? changes["appenders"] as JsonObject ?? [] : [];
        if (Refusal(global, "") is { } wrong)
        {
            return wrong;
        }

        foreach (var (name, levels) in appenders)
        {
            if (log.Appenders.All(a => a.Name != name))
            {
                return $"Failed to update log levels: Unknown appender {name}";
            }

            if (Refusal(levels as JsonObject ?? [], $"['appenders']['{name}']") is { } wrongLevel)
            {
                return wrongLevel;
            }
        }

        Apply(global, static (l, topic, level) => l.TrySet(topic, level));
        foreach (var (name, levels) in appenders)
        {
            var appender = log.Appenders.First(a => a.Name == name);
            Apply(levels as JsonObject ?? [], (_, topic, level) => appender.Levels.TrySet(topic, level));
        }

        return null;
    }

    // "all" first, so that single topics can differ from it.
    private void Apply(JsonObject levels, Func<ServerLog, string, string, bool> set)
    {
        foreach (var (topic, level) in levels.OrderByDescending(static x => x.Key == "all"))
        {
            set(log, topic, (string)level!);
        }
    }

    private static string? Refusal(JsonObject levels, string path)
    {
        foreach (var (topic, level) in levels)
        {
            if (!TopicLevels.IsTopic(topic))
            {
                return $"Failed to update log levels: Unknown log topic {topic}";
            }

            if (level is not JsonValue v || !v.TryGetValue<string>(out var name) || !LogLevels.TryParse(name, out _))
            {
                return $"Failed to update log levels: Unknown enum value {level?.ToString().ToUpperInvariant()} at path {path}['{topic}']";
            }
        }

        return null;
    }

    private JsonObject WithAppenders()
    {
        var appenders = new JsonObject();
        foreach (var appender in log.Appenders)
        {
            appenders[appender.Name] = Shown(appender.Levels.List());
        }

        return new JsonObject { ["global"] = Global(), ["appenders"] = appenders };
    }

    /// <summary>Global is what at least one output takes.</summary>
    private JsonObject Global() => Shown(log.Levels.List().Select(x =>
        (x.Topic, log.Appenders.SelectMany(static a => a.Levels.List()).Where(a => a.Topic == x.Topic).Select(static a => a.Level).Append(x.Level).Max())));

    private static JsonObject Shown(IEnumerable<(string Topic, LogLevel Level)> levels)
    {
        var shown = new JsonObject();
        foreach (var (topic, level) in levels)
        {
            shown[topic] = LogLevels.Name(level);
        }

        return shown;
    }
}
