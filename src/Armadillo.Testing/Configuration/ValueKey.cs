namespace Armadillo.Testing.Configuration;

/// <summary>A key with one value.</summary>
internal sealed class ValueKey(string section, PropertyPath property, ValueForm form, object defaults) : ConfigurationKey(section, property)
{
    public override string Accepts => form.Accepts;

    public override string Default { get; } = ValueForm.Write(property.Get(defaults));

    public override object? Read(IReadOnlyList<ConfiguredText> texts, ICollection<string> problems)
    {
        var text = texts[^1];
        string? detail = null;
        try
        {
            if (form.Read(text) is { } value)
            {
                return value;
            }
        }
        catch (FormatException e)
        {
            detail = " " + e.Message;
        }

        problems.Add($"{text.Describe(this)} is {text.Show()}; it must be {form.Accepts}.{detail}");
        return null;
    }
}
