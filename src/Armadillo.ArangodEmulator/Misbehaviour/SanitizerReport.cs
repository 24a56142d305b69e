using System.Globalization;
using System.Text;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Misbehaviour;

/// <summary>
/// --emulator.sanitizer-report: what a sanitizer leaves when the program ends. It goes to log_path of the sanitizer's options,
/// with the pid (and with log_exe_name the program's name) appended, or to stderr.
/// </summary>
internal sealed record SanitizerReport(string OptionsVariable, string Text, int ExitCode)
{
    public static SanitizerReport? For(string sanitizer) => sanitizer switch
    {
        "address" => new("ASAN_OPTIONS", "ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010", 1),
        "leak" => new("LSAN_OPTIONS", "ERROR: LeakSanitizer: detected memory leaks", 23),

        // This one reports and lets the program go on.
        "undefined" => new("UBSAN_OPTIONS", "runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'", 0),
        "thread" => new("TSAN_OPTIONS", "WARNING: ThreadSanitizer: data race", 66),
        _ => null,
    };

    /// <summary>Writes the report; gives the exit code that the sanitizer makes of a clean one.</summary>
    public int Write()
    {
        var text = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"==================================================================\n=={Environment.ProcessId}=={Text}\n"
            + $"    #0 0x000000000001 in {Product.EmulatorName} (option --emulator.sanitizer-report)\n"
            + $"SUMMARY: {Text}\n"));
        if (Option("log_path") is { Length: > 0 } path and not "stderr")
        {
            var name = Option("log_exe_name") is "true" or "1" ? $".{Product.ProgramName}" : "";
            File.WriteAllBytes(string.Create(CultureInfo.InvariantCulture, $"{path}{name}.{Environment.ProcessId}"), text);
        }
        else
        {
            using var errors = LogAppender.Standard(error: true);
            errors.Write(text);
        }

        return ExitCode;
    }

    private string? Option(string name)
    {
        var options = Environment.GetEnvironmentVariable(OptionsVariable) ?? "";
        var found = options.Split(':').LastOrDefault(o => o.StartsWith(name + "=", StringComparison.Ordinal));
        return found?[(name.Length + 1)..].Trim('"', '\'');
    }
}
