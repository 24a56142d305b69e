using System.Diagnostics;
using Armadillo.Testing.Plans;

namespace Armadillo.Benchmarks;

/// <summary>Processes started without the library.</summary>
internal static class PlainProcess
{
    public static Process Start(InstancePlan plan)
    {
        // A shell that becomes the program: the only way to give it files as its streams here.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = plan.Member.Directories.Root };
        string[] words = ["-c", "out=$1 err=$2; shift 2; exec \"$@\" >>\"$out\" 2>>\"$err\"", "sh", plan.StandardOutputPath, plan.StandardErrorPath, plan.Program, .. plan.Arguments];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        start.Environment.Clear();
        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
