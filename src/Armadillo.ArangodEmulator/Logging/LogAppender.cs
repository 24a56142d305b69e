using System.Runtime.InteropServices;
using Armadillo.ArangodEmulator.Storage;
using Microsoft.Win32.SafeHandles;

namespace Armadillo.ArangodEmulator.Logging;

/// <summary>One output of the log. A line is with the kernel when the call returns, so a killed server loses none.</summary>
internal sealed class LogAppender : IDisposable
{
    private const int Stdout = 1;
    private const int Stderr = 2;
    private const string FileScheme = "file://";

    private readonly string? _path;
    private readonly string? _topic;
    private SafeFileHandle _file;

    private LogAppender(string name, TopicLevels levels, string? topic, string? path, SafeFileHandle file)
    {
        Name = name;
        Levels = levels;
        _topic = topic;
        _path = path;
        _file = file;
    }

    /// <summary>The output as it was given, without its topic.</summary>
    public string Name { get; }

    public TopicLevels Levels { get; }

    /// <summary>Opens "-", "+", "file://path" or "topic=output"; null for outputs that this program does not have.</summary>
    public static LogAppender? TryOpen(string output, TopicLevels levels)
    {
        string? topic = null;
        var equals = output.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && !output.StartsWith(FileScheme, StringComparison.Ordinal))
        {
            topic = output[..equals];
            output = output[(equals + 1)..];
        }

        if (output is "-" or "+")
        {
            return new LogAppender(output, levels, topic, null, Descriptor(output == "-" ? Stdout : Stderr));
        }

        if (!output.StartsWith(FileScheme, StringComparison.Ordinal))
        {
            return null;
        }

        var path = output[FileScheme.Length..];
        return new LogAppender(output, levels, topic, path, OpenFile(path));
    }

    public static LogAppender Standard(bool error) => new(error ? "+" : "-", new TopicLevels(), null, null, Descriptor(error ? Stderr : Stdout));

    public bool Takes(LogLevel level, string topic) => (_topic is null || _topic == topic) && Levels.IsEnabled(level, topic);

    /// <summary>
    /// One call of write(2): a FileStream keeps an offset of its own and would overwrite what others have put into the same file.
    /// An error ends the line, not the server: the pipe may have lost its reader, or the disk its space.
    /// </summary>
    public unsafe void Write(ReadOnlySpan<byte> line)
    {
        if (_path is not null)
        {
            try
            {
                RandomAccess.Write(_file, line, RandomAccess.GetLength(_file));
            }
            catch (IOException)
            {
            }

            return;
        }

        fixed (byte* bytes = line)
        {
            nint done = 0;
            while (done < line.Length)
            {
                var written = NativeCalls.Write((int)_file.DangerousGetHandle(), bytes + done, (nuint)(line.Length - done));
                if (written < 0 && Marshal.GetLastPInvokeError() != NativeCalls.Interrupted)
                {
                    return;
                }

                done += Math.Max(written, 0);
            }
        }
    }

    public void Reopen()
    {
        if (_path is not null)
        {
            _file.Dispose();
            _file = OpenFile(_path);
        }
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle Descriptor(int descriptor) => new(descriptor, ownsHandle: false);

    private static SafeFileHandle OpenFile(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }
}
