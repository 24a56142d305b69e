using System.Buffers.Binary;
using System.Text;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Processes;

/// <summary>
/// Finds the program of a launch and refuses what exec(2) would refuse, with a message that names the way out. Done before
/// the launch because a program behind a wrapper can only report such errors as exit code 126 or 127.
/// </summary>
internal static class ProgramFile
{
    private const int HeaderBytes = 4096;

    /// <summary>Full path of the program, checked.</summary>
    internal static string Resolve(ProcessLaunch launch)
    {
        var path = launch.FileName.Contains('/', StringComparison.Ordinal)
            ? Path.GetFullPath(launch.FileName)
            : SearchPath.Find(launch.FileName)
                ?? throw Failure(
                    launch, $"no file '{launch.FileName}' in any directory of PATH. Install it, extend PATH, or give its path.");
        if (Directory.Exists(path))
        {
            throw Failure(launch, $"'{path}' is a directory. Give the path of the program in it.");
        }

        if (!File.Exists(path))
        {
            throw Failure(launch, $"the program '{path}' does not exist. Check the path, or build it first.");
        }

        if (LibC.Access(path, LibC.AccessExecute) != 0)
        {
            throw Failure(launch, $"'{path}' is not executable for this user. Run: chmod +x '{path}'");
        }

        CheckHeader(launch, path);
        return path;
    }

    internal static ProcessLaunchException Failure(ProcessLaunch launch, string reason) =>
        new($"Cannot start '{launch.Name}': {reason}");

    private static void CheckHeader(ProcessLaunch launch, string path)
    {
        Span<byte> buffer = stackalloc byte[HeaderBytes];
        int length;
        try
        {
            using var file = File.OpenHandle(path);
            length = RandomAccess.Read(file, buffer, 0);
        }
        catch (UnauthorizedAccessException)
        {
            // Executable but not readable is legal.
            return;
        }

        ReadOnlySpan<byte> header = buffer[..length];
        var interpreter = header.StartsWith("#!"u8) ? ScriptInterpreter(header)
            : header.StartsWith("\u007fELF"u8) ? ElfInterpreter(header)
            : throw Failure(
                launch,
                $"'{path}' is neither a binary nor a script with a '#!' line. Start its interpreter and pass it as an argument.");
        if (interpreter is not null && (!File.Exists(interpreter) || LibC.Access(interpreter, LibC.AccessExecute) != 0))
        {
            throw Failure(
                launch,
                $"'{path}' needs the interpreter '{interpreter}', which is missing or not executable. "
                + "Install it, or correct the program's first line.");
        }
    }

    private static string ScriptInterpreter(ReadOnlySpan<byte> header)
    {
        var line = header[2..];
        var end = line.IndexOf((byte)'\n');
        line = (end < 0 ? line : line[..end]).Trim(" \t\r"u8);
        var space = line.IndexOfAny((byte)' ', (byte)'\t');
        return Encoding.UTF8.GetString(space < 0 ? line : line[..space]);
    }

    /// <summary>PT_INTERP of a 64-bit little-endian program; <see langword="null"/> when there is none or it cannot be seen.</summary>
    private static string? ElfInterpreter(ReadOnlySpan<byte> header)
    {
        if (header.Length < 64 || header[4] != 2 || header[5] != 1)
        {
            return null;
        }

        var offset = BinaryPrimitives.ReadInt64LittleEndian(header[32..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(header[54..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        for (var index = 0; index < count; index++)
        {
            var start = offset + (index * size);
            if (start < 0 || start + 56 > header.Length)
            {
                return null;
            }

            var entry = header[(int)start..];
            var at = BinaryPrimitives.ReadInt64LittleEndian(entry[8..]);
            var length = BinaryPrimitives.ReadInt64LittleEndian(entry[32..]);
            if (BinaryPrimitives.ReadInt32LittleEndian(entry) == 3)
            {
                return at > 0 && length > 1 && at + length <= header.Length
                    ? Encoding.UTF8.GetString(header.Slice((int)at, (int)length - 1))
                    : null;
            }
        }

        return null;
    }
}
