using System.Runtime.InteropServices;

namespace Armadillo.Testing.Processes.Guarding;

/// <summary>The dotnet program that can run the guardian, and the runtime version to ask it for.</summary>
/// <param name="Path">Path of the program.</param>
/// <param name="RuntimeVersion">Version of Microsoft.NETCore.App that it has.</param>
internal sealed record DotnetMuxer(string Path, string RuntimeVersion)
{
    /// <summary>Looks beside the runtime of this very process, then at DOTNET_ROOT, then on PATH.</summary>
    internal static DotnetMuxer? Find()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/ - unless this program carries its runtime with it.
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        var own = runtime.Parent?.Parent?.Parent is { } root && runtime.Parent.Name == "Microsoft.NETCore.App"
            ? System.IO.Path.Combine(root.FullName, "dotnet")
            : null;
        if (own is not null && File.Exists(own))
        {
            return new DotnetMuxer(own, runtime.Name);
        }

        var roots = (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } given ? [given] : Array.Empty<string>())
            .Concat(SearchPath.Directories);
        foreach (var directory in roots)
        {
            var candidate = System.IO.Path.Combine(directory, "dotnet");
            if (File.Exists(candidate))
            {
                return new DotnetMuxer(candidate, "10.0.0");
            }
        }

        return null;
    }
}
