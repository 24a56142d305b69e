using Armadillo.ArangodEmulator.Options;

namespace Armadillo.ArangodEmulator.Logging;

/// <summary>The log.* options.</summary>
internal sealed record LogSettings
{
    public IReadOnlyList<string> Outputs { get; init; } = ["+"];

    public string TimeFormat { get; init; } = "utc-datestring-micros";

    public string Prefix { get; init; } = "";

    public string Hostname { get; init; } = "";

    public bool Json { get; init; }

    public bool Ids { get; init; } = true;

    public bool Process { get; init; } = true;

    public bool Thread { get; init; } = true;

    public bool ThreadName { get; init; }

    public bool Role { get; init; }

    public bool EscapeControl { get; init; } = true;

    public long MaxLength { get; init; } = 128L << 20;

    public static LogSettings From(OptionValues options)
    {
        var outputs = new List<string>(options.List("log.output"));
        var file = options.Text("log.file");
        if (file is "-" or "+")
        {
            outputs.Add(file);
        }
        else if (file.Length > 0)
        {
            outputs.Add($"file://{file}");
        }

        // Without a terminal or an output of its own arangod writes to stdout.
        if (outputs.Count == 0)
        {
            outputs.Add("-");
        }

        var hostname = options.Text("log.hostname");
        return new LogSettings
        {
            Outputs = outputs,
            TimeFormat = options.Text("log.time-format"),
            Prefix = options.Text("log.prefix"),
            Hostname = hostname == "auto" ? Environment.MachineName : hostname,
            Json = options.Flag("log.use-json-format"),
            Ids = options.Flag("log.ids"),
            Process = options.Flag("log.process"),
            Thread = options.Flag("log.thread"),
            ThreadName = options.Flag("log.thread-name"),
            Role = options.Flag("log.role"),
            EscapeControl = options.Flag("log.escape-control-chars"),
            MaxLength = options.Number("log.max-entry-length"),
        };
    }
}
