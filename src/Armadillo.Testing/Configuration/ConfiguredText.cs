namespace Armadillo.Testing.Configuration;

/// <summary>A value as somebody wrote it, and where.</summary>
public sealed class ConfiguredText
{
    private readonly string _directory;

    internal ConfiguredText(string path, string text, string name, string? place, string directory)
    {
        Path = path;
        Text = text;
        Name = name;
        Place = place;
        _directory = directory;
    }

    /// <summary>The value.</summary>
    public string Text { get; }

    /// <summary>Where it belongs: names separated by colons, as Microsoft.Extensions.Configuration writes them.</summary>
    internal string Path { get; }

    /// <summary>What its author wrote: the name of a variable, or the path of a key.</summary>
    internal string Name { get; }

    /// <summary>The file or configuration that holds it; <see langword="null"/> for a variable.</summary>
    internal string? Place { get; }

    /// <summary>What stands below the key that the value was found to belong to; empty for the key itself.</summary>
    internal string Below { get; init; } = "";

    internal bool IsVariable => Place is null;

    /// <summary>
    /// The value as the path of a file or directory. What is relative counts from the directory of the JSON file, otherwise
    /// from the current directory.
    /// </summary>
    public string ToFullPath() => System.IO.Path.GetFullPath(Text, _directory);

    internal ConfiguredText FoundBelow(string below) => new(Path, Text, Name, Place, _directory) { Below = below };

    /// <summary>For the beginning of a sentence, for example <c>The variable ARMADILLO_PORTS</c>.</summary>
    /// <param name="key">The key that a variable means, when that is known.</param>
    internal string Describe(ConfigurationKey? key = null) =>
        !IsVariable ? $"The key '{Name}' in {Place}" : key is null ? $"The variable {Name}" : $"The variable {Name} ({key.Path})";

    /// <summary>The value for a message; not shown when the name says that it may be a secret.</summary>
    internal string Show() => Secrecy.IsSecret(Name) ? "not shown here" : $"'{Text}'";
}
