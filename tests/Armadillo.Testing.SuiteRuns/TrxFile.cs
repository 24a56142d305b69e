using System.Globalization;
using System.Xml.Linq;

namespace Armadillo.Testing.SuiteRuns;

/// <summary>The results of a run as the test platform writes them.</summary>
internal static class TrxFile
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Every result by class and test without their namespace, for example <c>Passing.First</c>; rows of a theory with their arguments.</summary>
    public static IReadOnlyDictionary<string, SuiteResult> Read(string path)
    {
        var document = XDocument.Load(path);
        var classes = document.Descendants(Trx + "UnitTest").ToDictionary(
            test => test.Attribute("id")!.Value, test => test.Element(Trx + "TestMethod")!.Attribute("className")!.Value);
        return document.Descendants(Trx + "UnitTestResult").ToDictionary(
            result => Name(classes[result.Attribute("testId")!.Value], result.Attribute("testName")!.Value),
            result => new SuiteResult(
                result.Attribute("outcome")!.Value,
                TimeSpan.Parse(result.Attribute("duration")?.Value ?? "0:0", CultureInfo.InvariantCulture),
                result.Descendants(Trx + "Message").FirstOrDefault()?.Value ?? "",
                result.Descendants(Trx + "StdOut").FirstOrDefault()?.Value ?? "",
                [.. result.Descendants(Trx + "ResultFile").Select(file => Path.GetFileName(file.Attribute("path")!.Value))]));
    }

    // Frameworks differ in whether a test's name holds its class and namespace.
    private static string Name(string className, string testName)
    {
        var simple = className[(className.LastIndexOf('.') + 1)..];
        var arguments = testName.IndexOf('(', StringComparison.Ordinal);
        var method = arguments < 0 ? testName : testName[..arguments];
        return $"{simple}.{method[(method.LastIndexOf('.') + 1)..]}{(arguments < 0 ? "" : testName[arguments..])}";
    }
}
