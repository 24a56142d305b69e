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
    private FileStream _stream;

    private LogAppender(string? topic, string? path, FileStream stream)
    {
        _topic = topic;
        _path = path;
        _stream = stream;
    }

    /// <summary>Opens "-", "+", "file://path" or "topic=output"; null for outputs that this program does not have.</summary>
    public static LogAppender? TryOpen(string output)
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
            return new LogAppender(topic, null, OpenDescriptor(output == "-" ? Stdout : Stderr));
        }

        if (!output.StartsWith(FileScheme, StringComparison.Ordinal))
        {
            return null;
        }

        var path = output[FileScheme.Length..];
        return new LogAppender(topic, path, OpenFile(path));
    }

    public static LogAppender Standard(bool error) => new(null, null, OpenDescriptor(error ? Stderr : Stdout));

    public bool Takes(string topic) => _topic is null || _topic == topic;

    public void Write(byte[] line)
    {
        try
        {
            _stream.Write(line);
            _stream.Flush();
        }
        catch (IOException)
        {
            // Nobody reads the pipe any more, or the disk is full: a server does not die of its log.
        }
    }

    public void Reopen()
    {
        if (_path is not null)
        {
            _stream.Dispose();
            _stream = OpenFile(_path);
        }
    }

    public void Dispose() => _stream.Dispose();

    private static FileStream OpenDescriptor(int descriptor) =>
        new(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    private static FileStream OpenFile(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }
}
