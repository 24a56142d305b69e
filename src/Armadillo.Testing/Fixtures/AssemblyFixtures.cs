using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Fixtures;

/// <summary>Fixtures that the framework does not make, of an assembly or of one class: one for each type, made when first needed.</summary>
internal sealed class AssemblyFixtures(IServiceProvider services) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Type, Lazy<Task<ITopologyFixture>>> _fixtures = new();

    /// <summary>Makes and starts it. A failed start is remembered: it fails every test that needs the fixture with the same message.</summary>
    public Task<ITopologyFixture> StartAsync(Type type) => _fixtures.GetOrAdd(type, t => new Lazy<Task<ITopologyFixture>>(() => Task.Run(() => CreateAsync(t)))).Value;

    public async ValueTask DisposeAsync()
    {
        var ends = _fixtures.Values.Where(f => f.IsValueCreated).Select(async fixture =>
        {
            if (await Task.WhenAny(fixture.Value).ConfigureAwait(false) is { IsCompletedSuccessfully: true } started)
            {
                await (await started.ConfigureAwait(false)).StopAsync().ConfigureAwait(false);
            }
        });
        await Task.WhenAll(ends).ConfigureAwait(false);
    }

    private async Task<ITopologyFixture> CreateAsync(Type type)
    {
        var fixture = (ITopologyFixture)ActivatorUtilities.CreateInstance(services, type);
        await fixture.StartAsync().ConfigureAwait(false);
        return fixture;
    }
}
