using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Diagnostics;

/// <summary>What exits mean for any program.</summary>
internal static class ExitMeanings
{
    public static string? Of(ProcessExit exit) => exit switch
    {
        { Signal.Number: 9 } => "killed from outside, or by the kernel when memory ran out",
        { Signal.Number: 6 } => "aborted: a failed assertion or std::terminate",
        { Signal.Number: 11 or 7 } => "invalid memory access",
        { Signal.Number: 15 or 2 } => "ended from outside",
        { ExitCode: 0 } => "ended by itself as if asked to",
        { ExitCode: 126 } => "the program could not be executed",
        { ExitCode: 127 } => "the program was not found",
        _ => null,
    };
}
