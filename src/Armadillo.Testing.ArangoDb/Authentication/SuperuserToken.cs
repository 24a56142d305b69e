using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Armadillo.Testing.ArangoDb.Authentication;

/// <summary>
/// Signs the token that gives all rights on every server: header HS256, issuer <c>arangodb</c>, a server id and no user name
/// (arangod 3.12, authentication by JWT).
/// </summary>
internal static class SuperuserToken
{
    private const string Claims = """{"server_id":"none","iss":"arangodb"}""";
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";

    public static string Sign(string secret)
    {
        var content = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Claims))}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content));
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }
}
