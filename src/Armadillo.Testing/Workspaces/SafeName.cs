using System.Globalization;
using System.Text;

namespace Armadillo.Testing.Workspaces;

/// <summary>Turns any text into one path segment that is safe on every file system and still tells what it was made from.</summary>
internal static class SafeName
{
    private const int LongestName = 60;

    /// <summary>Letters, digits, dot, dash and underscore stay; the rest becomes a dash. A changed name ends in a hash, so two different texts never meet.</summary>
    public static string From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-');
        }

        var safe = name.ToString().Trim('.', '-');

        // A text that looks like a changed name is changed too, or it could meet the one that it looks like.
        if (safe == text && safe.Length is > 0 and <= LongestName && !EndsInHash(safe))
        {
            return safe;
        }

        var hash = Fnv1A(text).ToString("x8", CultureInfo.InvariantCulture);
        return safe.Length == 0 ? hash : $"{safe[..Math.Min(safe.Length, LongestName - 9)]}-{hash}";
    }

    private static bool EndsInHash(string name) =>
        name.Length >= 8 && name[^8..].All(char.IsAsciiHexDigitLower) && (name.Length == 8 || name[^9] == '-');

    private static uint Fnv1A(string text)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 16777619u;
        }

        return hash;
    }
}
