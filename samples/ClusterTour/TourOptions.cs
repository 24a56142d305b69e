using Armadillo.Testing.ArangoDb.Servers;

namespace ClusterTour;

/// <summary>What the command line asks for.</summary>
internal sealed record TourOptions
{
    public const string Usage = """
        ClusterTour: starts an ArangoDB cluster, hurts it, heals it, stops it.

          --arangod <path>     run a real arangod instead of the emulator
          --agents <n>         default 3, odd
          --dbservers <n>      default 3
          --coordinators <n>   default 2
          --root <directory>   where the cluster's directory is made; default: the temporary directory
          --keep               keep the cluster's directory
          --pause <seconds>    wait before the cluster is stopped, for a look from another shell; default 0
          --plain              no live table, one line for each event
          --help               this text
        """;

    public ArangodServer? Server { get; private init; }

    public int Agents { get; private init; } = 3;

    public int DbServers { get; private init; } = 3;

    public int Coordinators { get; private init; } = 2;

    public string? Root { get; private init; }

    public bool Keep { get; private init; }

    public TimeSpan Pause { get; private init; }

    public bool Plain { get; private init; }

    public bool Help { get; private init; }

    /// <exception cref="FormatException">Something is wrong with the command line; the message names it and the way out.</exception>
    public static TourOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new TourOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--help" or "-h" => options with { Help = true },
                "--keep" => options with { Keep = true },
                "--plain" => options with { Plain = true },
                "--arangod" => options with { Server = ArangodServer.At(Value()) },
                "--root" => options with { Root = Value() },
                "--agents" => options with { Agents = Number() },
                "--dbservers" => options with { DbServers = Number() },
                "--coordinators" => options with { Coordinators = Number() },
                "--pause" => options with { Pause = TimeSpan.FromSeconds(Number()) },
                _ => throw new FormatException($"'{name}' is not an option. Try --help."),
            };

            string Value() => i + 1 < arguments.Count
                ? arguments[++i]
                : throw new FormatException($"The option {name} needs a value. Try --help.");

            int Number()
            {
                var value = Value();
                return int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new FormatException($"The option {name} is '{value}'; it must be a whole number, 0 or more.");
            }
        }

        return options;
    }
}
