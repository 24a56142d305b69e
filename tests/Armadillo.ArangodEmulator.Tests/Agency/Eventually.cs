using System.Runtime.CompilerServices;

namespace Armadillo.ArangodEmulator.Tests.Agency;

internal static class Eventually
{
    public static async Task Async(Func<Task<bool>> condition, double seconds = 120, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began).TotalSeconds < seconds, $"did not come true in {seconds} s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public static Task True(Func<bool> condition, double seconds = 120, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Async(() => Task.FromResult(condition()), seconds, what);
}
