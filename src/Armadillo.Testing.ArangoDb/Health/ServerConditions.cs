using Armadillo.Testing.ArangoDb.Authentication;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.ArangoDb.Health;

/// <summary>When a server is ready by itself.</summary>
internal static class ServerConditions
{
    /// <summary>The version is answered and the role is the wanted one. Both answer 503 until the startup is over.</summary>
    public static Condition Answers(TopologySecrets secrets, ArangoRole role) => Condition.When(
        $"/_api/version answers 200 and the role is {role.WireName()}",
        async (context, cancellationToken) =>
        {
            var http = new ArangoHttp(context.Http, secrets.Token);
            var endpoint = context.Target.Endpoint!;
            var version = await http.SendAsync(endpoint, HttpMethod.Get, "/_api/version", null, cancellationToken).ConfigureAwait(false);
            if (version.Status != 200)
            {
                return (false, $"/_api/version: {version}");
            }

            var answer = await http.SendAsync(endpoint, HttpMethod.Get, "/_admin/server/role", null, cancellationToken).ConfigureAwait(false);
            var seen = answer.Json?["role"]?.ToString();
            return (seen == role.WireName(), seen is null ? $"/_admin/server/role: {answer}" : $"version {version.Json?["version"]}, role {seen}");
        });
}
