namespace Armadillo.ArangodEmulator.Http;

/// <summary>Kestrel asks for a service provider; there is nothing that it would have to find there.</summary>
internal sealed class NoServices : IServiceProvider
{
    public object? GetService(Type serviceType) => null;
}
