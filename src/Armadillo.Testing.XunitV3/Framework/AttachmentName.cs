using Xunit.Sdk;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>xUnit refuses a second attachment of the same name; two topologies may have a member of the same name.</summary>
internal static class AttachmentName
{
    public static string Free(string name, IReadOnlyDictionary<string, TestAttachment>? taken)
    {
        // xUnit gives a text attachment its extension itself.
        var plain = Path.GetExtension(name) == ".txt" ? Path.GetFileNameWithoutExtension(name) : name;
        var free = plain;
        for (var number = 2; taken?.ContainsKey(free) == true; number++)
        {
            free = $"{plain}-{number}";
        }

        return free;
    }
}
