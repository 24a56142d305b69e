using System.Globalization;
using System.Net.Sockets;

namespace Armadillo.Testing.Readiness;

internal sealed class TcpCondition : Condition
{
    public override string Description => "the port accepts connections";

    protected internal override ConditionProbe CreateProbe(ConditionContext context) => new Probe(this, context);

    private sealed class Probe(Condition condition, ConditionContext context) : ConditionProbe
    {
        protected internal override async ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
        {
            var endpoint = context.Target.Endpoint ?? throw new InvalidOperationException($"{context.Target.Name} has no port to connect to.");
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken).ConfigureAwait(false);
            return new Observation(
                condition.Description, true, string.Create(CultureInfo.InvariantCulture, $"connected to {endpoint.Host}:{endpoint.Port}"));
        }
    }
}
