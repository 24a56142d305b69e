namespace Armadillo.ArangodEmulator.Options;

internal enum OptionType
{
    Boolean,
    Int32,
    Int64,
    UInt32,
    UInt64,
    Double,
    Text,
    TextList,
}

/// <summary>One startup option as arangod 3.12 declares it.</summary>
internal sealed record OptionDefinition(
    string Name,
    OptionType Type,
    string Roles,
    bool RequiresValue,
    bool Obsolete,
    string[] Defaults,
    string Minimum,
    string Maximum,
    string[] AllowedValues,
    string Description)
{
    public const string EmulatorSection = "emulator.";

    /// <summary>Options that arangod does not have; they are listed apart.</summary>
    public bool IsEmulatorOnly => Name.StartsWith(EmulatorSection, StringComparison.Ordinal);
}
