using System.Globalization;

namespace Armadillo.Testing.Readiness;

internal sealed class HttpCondition : Condition
{
    private const int LongestExcerpt = 120;
    private readonly string _path;
    private readonly HttpConditionOptions _options;

    public HttpCondition(string path, HttpConditionOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith('/'))
        {
            throw new ArgumentException($"The path '{path}' must begin with a slash.", nameof(path));
        }

        _path = path;
        _options = options;
    }

    public override string Description
    {
        get
        {
            var wanted = _options.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"answers {(int)status}") : "answers";
            if (_options.Header is { } header)
            {
                wanted += _options.HeaderValue is { } value ? $" with {header}: {value}" : $" with a header {header}";
            }

            return $"HTTP GET {_path} {wanted}{(_options.Body is null ? "" : " with the wanted body")}";
        }
    }

    protected internal override ConditionProbe CreateProbe(ConditionContext context) => new Probe(this, context);

    private sealed class Probe(HttpCondition condition, ConditionContext context) : ConditionProbe
    {
        protected internal override async ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
        {
            var endpoint = context.Target.Endpoint ?? throw new InvalidOperationException($"{context.Target.Name} has no port to ask.");
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint, condition._path));
            request.Headers.Authorization = condition._options.Authorization;
            using var answer = await context.Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            var problem = FindProblem(answer, body);
            var seen = string.Create(CultureInfo.InvariantCulture, $"status {(int)answer.StatusCode}");
            return new Observation(condition.Description, problem is null, problem is null ? seen : $"{seen}{problem}");
        }

        private string? FindProblem(HttpResponseMessage answer, string body)
        {
            var options = condition._options;
            if (options.Status is { } status && answer.StatusCode != status)
            {
                return body.Length == 0 ? "" : $", body {Excerpt(body)}";
            }

            if (options.Header is { } header)
            {
                if (!answer.Headers.TryGetValues(header, out var values) && !answer.Content.Headers.TryGetValues(header, out values))
                {
                    return $", no header {header}";
                }

                if (options.HeaderValue is { } wanted && !values.Contains(wanted, StringComparer.Ordinal))
                {
                    return $", header {header} is {string.Join(", ", values)}";
                }
            }

            return options.Body is { } test && !test(body) ? $", body {Excerpt(body)}" : null;
        }

        private static string Excerpt(string body)
        {
            var line = body.ReplaceLineEndings(" ").Trim();
            return line.Length <= LongestExcerpt ? line : line[..LongestExcerpt] + "...";
        }
    }
}
