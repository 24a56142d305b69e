namespace Armadillo.Testing.Configuration;

/// <summary>A key that somebody may set, and what becomes of its value.</summary>
internal abstract class ConfigurationKey(string section, PropertyPath property)
{
    /// <summary>The whole key, for example <c>ArangoDb:Cluster:DbServers</c>.</summary>
    public string Path { get; } = section.Length == 0 ? property.Name : $"{section}:{property.Name}";

    /// <summary>What a value must be, in words.</summary>
    public abstract string Accepts { get; }

    /// <summary>What holds when nobody says anything, in words.</summary>
    public abstract string Default { get; }

    /// <summary>A variable of its own beside the regular one.</summary>
    public string? ShortVariable { get; init; }

    /// <summary>Whether names of the author's choice stand below it.</summary>
    public virtual bool HasNames => false;

    /// <summary>The variable to name to people.</summary>
    public string Variable => ShortVariable ?? KeyPath.ToVariable(Path);

    protected PropertyPath Property => property;

    /// <summary>Turns what was written, from weak to strong, into the value to set.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="problems">Gets what is wrong; the result does not count then.</param>
    public abstract object? Read(IReadOnlyList<ConfiguredText> texts, ICollection<string> problems);

    public virtual void Apply(object target, object? value) => property.Set(target, value);
}
