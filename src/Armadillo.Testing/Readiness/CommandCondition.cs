using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Armadillo.Testing.Readiness;

internal sealed class CommandCondition(string program, IReadOnlyList<string> arguments, Regex? output) : Condition
{
    private const int LongestExcerpt = 160;

    public override string Description =>
        $"the command {Path.GetFileName(program)} {string.Join(' ', arguments)} exits with 0{(output is null ? "" : $" and its output matches /{output}/")}";

    protected internal override ConditionProbe CreateProbe(ConditionContext context) => new Probe(this, program, arguments, output);

    private sealed class Probe(Condition condition, string program, IReadOnlyList<string> arguments, Regex? wanted) : ConditionProbe
    {
        protected internal override async ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
        {
            using var process = Start();
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
                var error = process.StandardError.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                var text = await output.ConfigureAwait(false) + await error.ConfigureAwait(false);
                var isMet = process.ExitCode == 0 && wanted?.IsMatch(text) != false;
                return new Observation(
                    condition.Description, isMet, string.Create(CultureInfo.InvariantCulture, $"exit code {process.ExitCode}, output {Excerpt(text)}"));
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }

        private Process Start()
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }

        private static string Excerpt(string text)
        {
            var line = text.Trim().ReplaceLineEndings(" ");
            return line.Length == 0 ? "none" : line.Length <= LongestExcerpt ? line : line[..LongestExcerpt] + "...";
        }
    }
}
