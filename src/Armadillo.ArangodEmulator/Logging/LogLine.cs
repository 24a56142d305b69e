using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Armadillo.ArangodEmulator.Logging;

/// <summary>Writes an entry as arangod writes it: one text line or one JSON object.</summary>
internal static class LogLine
{
    public static byte[] Format(LogSettings settings, LogEntry entry, char role) =>
        settings.Json ? FormatJson(settings, entry, role) : FormatText(settings, entry, role);

    private static byte[] FormatText(LogSettings settings, LogEntry entry, char role)
    {
        var line = new StringBuilder(160 + entry.Message.Length);
        if (settings.Hostname.Length > 0)
        {
            line.Append(settings.Hostname).Append(' ');
        }

        line.Append(LogTime.Format(settings.TimeFormat, entry)).Append(' ');
        if (settings.Prefix.Length > 0)
        {
            line.Append(settings.Prefix).Append(' ');
        }

        AppendProcess(line, settings, entry);
        if (settings.Role && role != '\0')
        {
            line.Append(role).Append(' ');
        }

        line.Append(LogLevels.Name(entry.Level)).Append(' ');
        if (settings.Ids)
        {
            line.Append('[').Append(entry.Id).Append("] ");
        }

        line.Append('{').Append(entry.Topic).Append("} ");
        foreach (var (name, value) in entry.Parameters)
        {
            line.Append('[').Append(name).Append(": ");
            Append(line, value, settings.EscapeControl);
            line.Append("] ");
        }

        Append(line, Cut(settings, entry.Message), settings.EscapeControl);
        return Encoding.UTF8.GetBytes(line.Append('\n').ToString());
    }

    private static void AppendProcess(StringBuilder line, LogSettings settings, LogEntry entry)
    {
        var parts = new List<string>(3);
        if (settings.Process)
        {
            parts.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }

        if (settings.Thread)
        {
            parts.Add(entry.ThreadId.ToString(CultureInfo.InvariantCulture));
        }

        if (settings.ThreadName)
        {
            parts.Add(entry.ThreadName);
        }

        if (parts.Count > 0)
        {
            line.Append('[').AppendJoin('-', parts).Append("] ");
        }
    }

    private static void Append(StringBuilder line, string message, bool escape)
    {
        foreach (var c in message)
        {
            switch (c)
            {
                case '\n' when escape: line.Append("\\n"); break;
                case '\r' when escape: line.Append("\\r"); break;
                case '\t' when escape: line.Append("\\t"); break;
                case < ' ' when escape: line.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"); break;
                case < ' ': line.Append(' '); break;
                default: line.Append(c); break;
            }
        }
    }

    private static byte[] FormatJson(LogSettings settings, LogEntry entry, char role)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WritePropertyName("time");
            json.WriteRawValue(LogTime.IsNumber(settings.TimeFormat)
                ? LogTime.Format(settings.TimeFormat, entry)
                : $"\"{LogTime.Format(settings.TimeFormat, entry)}\"");
            WriteIf(json, "prefix", settings.Prefix, settings.Prefix.Length > 0);
            if (settings.Process)
            {
                json.WriteNumber("pid", Environment.ProcessId);
            }

            if (settings.Thread)
            {
                json.WriteNumber("tid", entry.ThreadId);
            }

            WriteIf(json, "thread", entry.ThreadName, settings.ThreadName);
            WriteIf(json, "role", role.ToString(), settings.Role && role != '\0');
            json.WriteString("level", LogLevels.Name(entry.Level));
            json.WriteString("topic", entry.Topic);
            WriteIf(json, "id", entry.Id, settings.Ids);
            WriteIf(json, "hostname", settings.Hostname, settings.Hostname.Length > 0);
            foreach (var (name, value) in entry.Parameters)
            {
                json.WriteString(name, value);
            }

            json.WriteString("message", Cut(settings, entry.Message));
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteIf(Utf8JsonWriter json, string name, string value, bool wanted)
    {
        if (wanted)
        {
            json.WriteString(name, value);
        }
    }

    private static string Cut(LogSettings settings, string message) =>
        message.Length > settings.MaxLength ? string.Concat(message.AsSpan(0, (int)settings.MaxLength), "...") : message;
}
