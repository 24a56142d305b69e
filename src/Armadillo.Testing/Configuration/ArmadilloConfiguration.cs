namespace Armadillo.Testing.Configuration;

/// <summary>
/// What a container's configuration says, from weak to strong: the JSON file, configurations given in code, variables. Read
/// when it is first needed; everything that is wrong is told at once.
/// </summary>
internal sealed class ArmadilloConfiguration
{
    private readonly IReadOnlyList<ConfigurationSection> _sections;
    private readonly Dictionary<ConfigurationKey, object?> _values = [];

    /// <exception cref="ConfigurationException">A key or variable is unknown, given twice, or its value cannot be used.</exception>
    public ArmadilloConfiguration(
        IEnumerable<ConfigurationSection> sections, IEnumerable<GivenConfiguration> given, ConfigurationSurroundings surroundings)
    {
        _sections = [.. sections];
        var problems = new List<string>();
        var catalogue = new KeyCatalogue(_sections);
        var texts = ConfigurationFile.Read(surroundings, problems)
            .Concat(given.SelectMany(configuration => configuration.Read()))
            .Concat(ConfigurationVariables.Read(surroundings, catalogue));
        foreach (var (key, written) in Sort(texts, catalogue, problems))
        {
            problems.AddRange(FindTwins(key, written));
            _values[key] = key.Read(written, problems);
        }

        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }
    }

    /// <summary>Sets what is configured for an object of this type.</summary>
    public void Apply(object target)
    {
        foreach (var key in _sections.Where(section => section.Target.IsInstanceOfType(target)).SelectMany(section => section.Keys))
        {
            if (_values.TryGetValue(key, out var value))
            {
                key.Apply(target, value);
            }
        }
    }

    private static Dictionary<ConfigurationKey, List<ConfiguredText>> Sort(
        IEnumerable<ConfiguredText> texts, KeyCatalogue catalogue, List<string> problems)
    {
        var sorted = new Dictionary<ConfigurationKey, List<ConfiguredText>>();
        foreach (var text in texts)
        {
            if (catalogue.Find(text.Path) is var (key, below))
            {
                (sorted.TryGetValue(key, out var written) ? written : sorted[key] = []).Add(text.FoundBelow(below));
            }
            else if (!KnownKits.OwnsUnregistered(text, catalogue))
            {
                problems.Add(DescribeUnknown(text, catalogue.Nearest(text.Path)));
            }
        }

        return sorted;
    }

    private static string DescribeUnknown(ConfiguredText text, ConfigurationKey nearest) => text.IsVariable
        ? $"The variable {text.Name}, which is {text.Show()}, names no setting. Did you mean {nearest.Variable}?"
        : $"{text.Describe()}, which is {text.Show()}, names no setting. Did you mean '{nearest.Path}'?";

    /// <summary>One source must not say two things: case and underscores do not make another key.</summary>
    private static IEnumerable<string> FindTwins(ConfigurationKey key, List<ConfiguredText> written) => written
        .GroupBy(text => (text.Place, text.Below))
        .Where(same => same.Count() > 1)
        .Select(same => $"The setting {key.Path} is given more than once: {string.Join(", ", same.Select(text => text.Name))}. Keep one of them.");
}
