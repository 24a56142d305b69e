using System.Net;
using System.Net.Http.Headers;

namespace Armadillo.Testing.Readiness;

/// <summary>What the answer to a readiness request must be. All that is set must hold.</summary>
public sealed record HttpConditionOptions
{
    /// <summary>Wanted status. Default: 200. <see langword="null"/> takes any.</summary>
    public HttpStatusCode? Status { get; init; } = HttpStatusCode.OK;

    /// <summary>A header that must be there, with this value when <see cref="HeaderValue"/> is set.</summary>
    public string? Header { get; init; }

    /// <summary>Wanted value of <see cref="Header"/>.</summary>
    public string? HeaderValue { get; init; }

    /// <summary>A test of the body as text.</summary>
    public Func<string, bool>? Body { get; init; }

    /// <summary>Credentials sent along. Never printed.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }
}
