using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.Tests.Fixtures;

public sealed class StartAdmissionTests
{
    private long _available = 1000;
    private int _madeRoom;

    [Fact]
    public async Task Starts_go_on_in_parallel_as_long_as_memory_is_left_for_those_under_way()
    {
        var admission = Create(room: 0);
        var first = await admission.AdmitAsync(600, CancellationToken.None);
        var second = await admission.AdmitAsync(400, CancellationToken.None);

        var third = admission.AdmitAsync(1, CancellationToken.None);
        Assert.False(third.IsCompleted);
        second.Dispose();

        (await third.WaitAsync(TimeSpan.FromMinutes(1))).Dispose();
        first.Dispose();
    }

    [Fact]
    public async Task The_only_one_is_let_in_however_much_it_needs()
    {
        var admission = Create(room: 0);

        using var only = await admission.AdmitAsync(long.MaxValue / 2, CancellationToken.None);

        Assert.NotNull(only);
    }

    [Fact]
    public async Task What_is_idle_is_stopped_before_anybody_waits()
    {
        var admission = Create(room: 500);
        using var first = await admission.AdmitAsync(900, CancellationToken.None);

        using var second = await admission.AdmitAsync(500, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(1, _madeRoom);
    }

    [Fact]
    public async Task A_wait_ends_with_its_token()
    {
        var admission = Create(room: 0);
        using var first = await admission.AdmitAsync(1000, CancellationToken.None);
        using var impatient = new CancellationTokenSource();
        var wait = admission.AdmitAsync(1, impatient.Token);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    private StartAdmission Create(long room) => new(TimeProvider.System, () => _available, () =>
    {
        var had = room > 0;
        _available += room;
        room = 0;
        _madeRoom += had ? 1 : 0;
        return Task.FromResult(had);
    });
}
