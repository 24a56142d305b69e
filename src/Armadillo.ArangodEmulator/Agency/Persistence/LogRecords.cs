using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Armadillo.ArangodEmulator.Agency.Raft;

namespace Armadillo.ArangodEmulator.Agency.Persistence;

/// <summary>
/// The form of the log file: records of length, checksum and payload. Records are only ever added; a conflict with a new
/// leader is a record too, which says from which index on the log is void.
/// </summary>
internal static class LogRecords
{
    private const byte Entry = 1;
    private const byte Truncation = 2;
    private const int FrameLength = 8;
    private const int EntryHeaderLength = 29;

    public static void WriteEntry(ArrayBufferWriter<byte> buffer, LogEntry entry)
    {
        var clientLength = Encoding.UTF8.GetByteCount(entry.ClientId);
        var length = EntryHeaderLength + clientLength + entry.Request.Length;
        var payload = buffer.GetSpan(FrameLength + length).Slice(FrameLength, length);
        payload[0] = Entry;
        BinaryPrimitives.WriteInt64LittleEndian(payload[1..], entry.Index);
        BinaryPrimitives.WriteInt64LittleEndian(payload[9..], entry.Term);
        BinaryPrimitives.WriteInt64LittleEndian(payload[17..], entry.EpochMillis);
        BinaryPrimitives.WriteInt32LittleEndian(payload[25..], clientLength);
        Encoding.UTF8.GetBytes(entry.ClientId, payload[EntryHeaderLength..]);
        entry.Request.CopyTo(payload[(EntryHeaderLength + clientLength)..]);
        Frame(buffer, length);
    }

    public static void WriteTruncation(ArrayBufferWriter<byte> buffer, long from)
    {
        var payload = buffer.GetSpan(FrameLength + 9).Slice(FrameLength, 9);
        payload[0] = Truncation;
        BinaryPrimitives.WriteInt64LittleEndian(payload[1..], from);
        Frame(buffer, 9);
    }

    /// <summary>Reads what is whole; a record that a crash left unfinished ends the log.</summary>
    /// <returns>The entries that are valid, and the length of the file up to the last whole record.</returns>
    public static (List<LogEntry> Entries, int ValidLength) Read(ReadOnlySpan<byte> content)
    {
        var entries = new List<LogEntry>();
        var at = 0;
        while (content.Length - at > FrameLength)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(content[at..]);
            if (length <= 0 || length > content.Length - at - FrameLength)
            {
                break;
            }

            var payload = content.Slice(at + FrameLength, length);
            if (Checksum(payload) != BinaryPrimitives.ReadUInt32LittleEndian(content[(at + 4)..]))
            {
                break;
            }

            Take(entries, payload);
            at += FrameLength + length;
        }

        return (entries, at);
    }

    private static void Take(List<LogEntry> entries, ReadOnlySpan<byte> payload)
    {
        var index = BinaryPrimitives.ReadInt64LittleEndian(payload[1..]);
        if (payload[0] == Truncation)
        {
            entries.RemoveAll(e => e.Index >= index);
            return;
        }

        var clientLength = BinaryPrimitives.ReadInt32LittleEndian(payload[25..]);
        entries.Add(new LogEntry(
            index,
            BinaryPrimitives.ReadInt64LittleEndian(payload[9..]),
            Encoding.UTF8.GetString(payload.Slice(EntryHeaderLength, clientLength)),
            BinaryPrimitives.ReadInt64LittleEndian(payload[17..]),
            payload[(EntryHeaderLength + clientLength)..].ToArray()));
    }

    private static void Frame(ArrayBufferWriter<byte> buffer, int length)
    {
        var frame = buffer.GetSpan(FrameLength + length);
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame.Slice(FrameLength, length)));
        buffer.Advance(FrameLength + length);
    }

    private static uint Checksum(ReadOnlySpan<byte> payload)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(payload);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var single in payload[(words.Length * 8)..])
        {
            crc = BitOperations.Crc32C(crc, single);
        }

        return ~crc;
    }
}
