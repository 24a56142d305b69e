namespace Armadillo.Testing.Configuration;

/// <summary>Which values never appear in a message: an unknown key may be a misspelt place for a secret.</summary>
internal static class Secrecy
{
    private static readonly string[] Words = ["SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "TOKEN", "CREDENTIAL", "APIKEY", "PRIVATEKEY"];

    public static bool IsSecret(string name) =>
        Words.Any(word => KeyPath.Fold(name).Replace(".", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Contains(word, StringComparison.Ordinal));
}
