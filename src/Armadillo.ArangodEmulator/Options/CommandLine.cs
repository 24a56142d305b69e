using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Options;

/// <summary>The command line: options in all their forms, then the configuration files that it names.</summary>
internal sealed class CommandLine
{
    private CommandLine(OptionValues values, string? help)
    {
        Values = values;
        Help = help;
    }

    public OptionValues Values { get; }

    /// <summary>Section of help that was asked for ("" for the overview), null for none.</summary>
    public string? Help { get; }

    public static CommandLine Parse(string[] arguments)
    {
        var values = new OptionValues(new OptionTable());
        string? help = null;
        var positionals = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = LongForm(arguments[i]);
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                positionals.Add(argument);
                continue;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument[2..] : argument[2..equals];
            if (name is "help" || name.StartsWith("help-", StringComparison.Ordinal))
            {
                help = name is "help" ? "" : name["help-".Length..];
                continue;
            }

            var definition = values.Table.Find(name) ?? throw Unknown(values.Table, name);
            values.Set(definition, equals >= 0 ? argument[(equals + 1)..] : NextValue(definition, arguments, ref i));
        }

        TakeDirectory(values, positionals);
        ReadConfiguration(values);
        return new CommandLine(values, help);
    }

    public static OptionException Unknown(OptionTable table, string name)
    {
        var text = $"unknown option '--{name}'";
        var similar = SimilarNames.Find(name, table.Names);
        if (similar.Count > 0)
        {
            text += $"{Environment.NewLine}{Environment.NewLine}Did you mean one of these?{Environment.NewLine}"
                + string.Join(Environment.NewLine, similar.Select(static n => $"  --{n}"));
        }

        return new OptionException(ExitCodes.InvalidOptionName, text);
    }

    private static string LongForm(string argument) => argument switch
    {
        "-c" => "--configuration",
        "-D" => "--define",
        "-h" => "--help",
        "-v" => "--version",
        _ => argument,
    };

    private static string NextValue(OptionDefinition definition, string[] arguments, ref int i)
    {
        if (definition.RequiresValue)
        {
            return i + 1 < arguments.Length
                ? arguments[++i]
                : throw new OptionException(ExitCodes.InvalidOptionValue, $"option '--{definition.Name}' requires a value");
        }

        return i + 1 < arguments.Length && arguments[i + 1].Length > 0 && OptionNumbers.TryBoolean(arguments[i + 1], out _)
            ? arguments[++i]
            : "true";
    }

    private static void TakeDirectory(OptionValues values, List<string> positionals)
    {
        if (positionals.Count > 1)
        {
            throw new OptionException(
                ExitCodes.InvalidOptionName, $"expected at most one database directory, got '{string.Join("', '", positionals)}'");
        }

        if (positionals.Count == 1)
        {
            values.Set(values.Table.Find("database.directory")!, positionals[0]);
        }
    }

    private static void ReadConfiguration(OptionValues values)
    {
        // The command line wins: what it has set is not touched by a file.
        var file = values.IsSet("configuration") ? values.Text("configuration") : values.Text("config");
        if (file.Length > 0 && file != "none")
        {
            new ConfigurationFile(values).Read(file);
        }
    }
}
