using Armadillo.ArangodEmulator.Metrics;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency;

/// <summary>One member of the agency, as the rest of the server sees it.</summary>
internal interface IAgent : IAsyncDisposable
{
    /// <summary>Begins gossip or the restart from a persisted pool, then Raft; returns at once.</summary>
    void Start();

    long Term { get; }

    /// <summary>Id of the known leader, empty when there is none.</summary>
    string LeaderId { get; }

    bool Leading { get; }

    void AddMetrics(MetricsText text);

    /// <summary>Answers /_api/agency/* and /_api/agency_priv/*; authentication is done already.</summary>
    Task HandleAsync(HttpContext context);
}
