using System.Text;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Options;

/// <summary>Configuration files: sections, includes and @NAME@ from --define or the environment.</summary>
internal sealed class ConfigurationFile
{
    private const int DeepestInclude = 16;

    private readonly OptionValues _values;
    private readonly HashSet<string> _fromCommandLine = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _defined = new(StringComparer.Ordinal);

    public ConfigurationFile(OptionValues values)
    {
        _values = values;
        foreach (var name in values.Table.Names.Where(values.IsSet))
        {
            _fromCommandLine.Add(name);
        }

        foreach (var pair in values.List("define"))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            _defined[equals < 0 ? pair : pair[..equals]] = equals < 0 ? "" : pair[(equals + 1)..];
        }
    }

    public void Read(string path) => Read(path, 0);

    private void Read(string path, int depth)
    {
        if (!File.Exists(path) || depth > DeepestInclude)
        {
            throw new OptionException(ExitCodes.ConfigNotFound, $"cannot open configuration file '{path}'");
        }

        var section = "";
        foreach (var raw in File.ReadLines(path))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1].Trim();
            }
            else if (line.StartsWith("@include", StringComparison.Ordinal))
            {
                Include(path, Substitute(line["@include".Length..].Trim()), depth);
            }
            else
            {
                Assign(path, section, line);
            }
        }
    }

    private void Include(string path, string included, int depth)
    {
        if (!included.EndsWith(".conf", StringComparison.Ordinal))
        {
            included += ".conf";
        }

        Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, included), depth + 1);
    }

    private void Assign(string path, string section, string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw new OptionException(ExitCodes.ConfigNotFound, $"unable to parse line '{line}' of configuration file '{path}'");
        }

        var key = line[..equals].Trim();
        var name = section.Length == 0 || key.Contains('.', StringComparison.Ordinal) ? key : $"{section}.{key}";
        var definition = _values.Table.Find(name) ?? throw CommandLine.Unknown(_values.Table, name);
        if (!_fromCommandLine.Contains(name))
        {
            _values.Set(definition, Substitute(line[(equals + 1)..].Trim()));
        }
    }

    private string Substitute(string value)
    {
        var result = new StringBuilder();
        var rest = value.AsSpan();
        while (rest.IndexOf('@') is var start and >= 0 && rest[(start + 1)..].IndexOf('@') is var length and >= 0)
        {
            var name = rest.Slice(start + 1, length).ToString();
            result.Append(rest[..start]);
            result.Append(name.Length == 0 ? "@" : _defined.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name) ?? "");
            rest = rest[(start + length + 2)..];
        }

        return result.Append(rest).ToString();
    }
}
