using System.Diagnostics;

namespace Armadillo.Testing.Processes;

/// <summary>Copies both output streams of a process to their files until the last writer has closed them.</summary>
internal static class OutputPump
{
    internal static Task RunAsync(Process process, ProcessLaunch launch)
    {
        var output = Open(launch.StandardOutputPath);
        var error = launch.StandardErrorPath == launch.StandardOutputPath ? output : Open(launch.StandardErrorPath);
        return PumpAsync(process, output, error);
    }

    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
    });

    private static async Task PumpAsync(Process process, FileStream output, FileStream error)
    {
        using var turn = new SemaphoreSlim(1);
        await Task.WhenAll(
            CopyAsync(process.StandardOutput.BaseStream, output, turn),
            CopyAsync(process.StandardError.BaseStream, error, turn)).ConfigureAwait(false);
        await output.DisposeAsync().ConfigureAwait(false);
        await error.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task CopyAsync(Stream source, FileStream target, SemaphoreSlim turn)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await source.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
            {
                // Both streams may go to one file.
                await turn.WaitAsync().ConfigureAwait(false);
                try
                {
                    await target.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
                }
                finally
                {
                    _ = turn.Release();
                }
            }
        }
        catch (IOException)
        {
            // The disk is full or the pipe broke: the process must go on, its log ends here.
        }
    }
}
