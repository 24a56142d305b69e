using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Armadillo.ArangodEmulator.Tests.Processes;

/// <summary>Tokens made without the emulator's own code.</summary>
internal static class Tokens
{
    public const string Head = """{"alg":"HS256","typ":"JWT"}""";

    public static string Superuser(string secret) => Bearer(secret, """{"iss":"arangodb","server_id":"test"}""");

    public static string Bearer(string secret, string body, string head = Head)
    {
        var signed = $"{Part(head)}.{Part(body)}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed));
        return $"bearer {signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
