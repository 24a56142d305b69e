namespace Armadillo.ArangodEmulator.Http;

/// <summary>One feature's part of the HTTP interface.</summary>
internal interface IRoute
{
    /// <summary>Paths that this route answers, each with everything below it.</summary>
    IEnumerable<string> Paths { get; }

    Task HandleAsync(ServerRequest request);
}
