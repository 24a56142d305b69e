using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>
/// Every change as one line of JSON, only ever appended. A line is with the kernel when the call returns, so a killed server loses
/// no answered write; a line that was cut off by the end of the machine is dropped at the next start.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly FileStream _file;

    private Journal(FileStream file) => _file = file;

    public static Journal Open(string path, Action<JsonObject> replay)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var good = 0;
        while (bytes.AsSpan(good).IndexOf((byte)'\n') is >= 0 and var length && Parse(bytes.AsSpan(good, length)) is { } entry)
        {
            replay(entry);
            good += length + 1;
        }

        // Only the last line can have been cut off. What stands before a line that was written later was once good.
        if (bytes.AsSpan(good).IndexOf((byte)'\n') is >= 0 and var bad && bad < bytes.Length - good - 1)
        {
            file.Dispose();
            throw new InvalidDataException($"'{path}' is damaged at byte {good}");
        }

        file.SetLength(good);
        file.Seek(good, SeekOrigin.Begin);
        return new Journal(file);
    }

    /// <returns>The entry as the next start will read it.</returns>
    public JsonObject Append(JsonObject entry, bool sync)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(entry, EmulatorJson.Default.JsonNode!);
        Array.Resize(ref bytes, bytes.Length + 1);
        bytes[^1] = (byte)'\n';
        _file.Write(bytes);
        if (sync)
        {
            _file.Flush(flushToDisk: true);
        }

        return Parse(bytes)!;
    }

    public void Dispose() => _file.Dispose();

    private static JsonObject? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
