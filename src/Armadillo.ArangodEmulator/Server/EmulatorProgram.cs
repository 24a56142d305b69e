using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>From the command line to an exit code.</summary>
internal static class EmulatorProgram
{
    public static async Task<int> RunAsync(string[] arguments, TimeProvider time)
    {
        CommandLine line;
        try
        {
            line = CommandLine.Parse(arguments);
        }
        catch (OptionException e)
        {
            return Refuse(e);
        }

        if (Answer(line) is { } text)
        {
            using var output = LogAppender.Standard(error: false);
            output.Write(System.Text.Encoding.UTF8.GetBytes(text));
            return ExitCodes.Success;
        }

        return await ServeAsync(line.Values, time);
    }

    private static int Refuse(OptionException refusal)
    {
        using var output = LogAppender.Standard(error: true);
        output.Write(System.Text.Encoding.UTF8.GetBytes(
            $"Error while processing command-line options for {Product.ProgramName}:\n  {refusal.Message}\n\n"
            + "Use --help or --help-all to get an overview of available options\n"));
        return refusal.ExitCode;
    }

    /// <summary>What is answered without starting a server.</summary>
    private static string? Answer(CommandLine line)
    {
        if (line.Help is { } section)
        {
            return HelpText.Write(line.Values.Table, section);
        }

        var failureTests = line.Values.Flag("emulator.failure-tests");
        var sanitizer = line.Values.Text("emulator.sanitizer-report");
        var replication2 = line.Values.Text(Product.ReplicationVersionOption) == "2";
        if (line.Values.Flag("version"))
        {
            return Product.VersionText(failureTests, sanitizer, replication2);
        }

        if (line.Values.Flag("version-json"))
        {
            return Product.Details(failureTests, sanitizer, replication2).ToJsonString() + "\n";
        }

        return line.Values.Flag("check-configuration") ? "okay\n" : null;
    }

    private static async Task<int> ServeAsync(OptionValues options, TimeProvider time)
    {
        var directory = options.Text("working-directory");
        if (directory is not ("" or "."))
        {
            Environment.CurrentDirectory = directory;
        }

        var levels = new TopicLevels();
        foreach (var assignment in options.List("log.level"))
        {
            if (!levels.TrySet(assignment))
            {
                using var output = LogAppender.Standard(error: true);
                output.Write(System.Text.Encoding.UTF8.GetBytes($"unknown log level or topic '{assignment}'\n"));
            }
        }

        using var log = new ServerLog(LogSettings.From(options), levels, time);
        foreach (var assignment in options.List("log.structured-param"))
        {
            log.Parameters.Set(assignment);
        }

        try
        {
            log.Info("e52b0", "general", Product.FullVersion);
            await using var server = new ArangodServer(options, log, time);
            return await server.RunAsync();
        }
        catch (FatalException e)
        {
            log.Fatal(e.Id, e.Topic, e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Fatal(LogIds.Unknown, "startup", e.Message);
            return ExitCodes.Failed;
        }
    }
}
