using System.Text;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Options;

/// <summary>Answers --help, --help-all and --help-SECTION.</summary>
internal static class HelpText
{
    public static string Write(OptionTable table, string section)
    {
        var text = new StringBuilder();
        text.AppendLine($"Usage: {Product.ProgramName} [<options>]");
        text.AppendLine();
        text.AppendLine($"{Product.EmulatorName} stands in for arangod {Product.ServerVersion}; options without effect here are accepted.");
        var definitions = table.Names.Select(n => table.Find(n)!).ToList();
        var wanted = definitions.Where(d => !d.IsEmulatorOnly
            && (section is "" or "all" || d.Name.StartsWith(section + ".", StringComparison.Ordinal)));
        Append(text, "Options of arangod:", wanted);
        Append(text, "Options of the emulator:", definitions.Where(static d => d.IsEmulatorOnly));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IEnumerable<OptionDefinition> definitions)
    {
        text.AppendLine().AppendLine(title);
        foreach (var definition in definitions)
        {
            var name = $"--{definition.Name} <{TypeName(definition.Type)}>";
            text.Append($"  {name,-64}");
            text.Append(definition.Description);
            text.AppendLine(definition.Defaults.Length > 0 ? $" (default: {string.Join(", ", definition.Defaults)})" : "");
        }
    }

    private static string TypeName(OptionType type) => type switch
    {
        OptionType.Boolean => "boolean",
        OptionType.Double => "double",
        OptionType.Text => "string",
        OptionType.TextList => "string...",
        OptionType.Int32 => "int32",
        OptionType.Int64 => "int64",
        OptionType.UInt32 => "uint32",
        _ => "uint64",
    };
}
