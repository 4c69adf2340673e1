using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>Which function a request is for. The platform knows no 405: another method is another route, which nobody has.</summary>
internal sealed class HttpRoutes
{
    private readonly List<Entry> _entries = [];

    public HttpRoutes(IEnumerable<HostedFunction> functions, string prefix)
    {
        foreach (var function in functions.Where(function => function.IsHttp))
        {
            var template = TemplateParser.Parse(
                $"{prefix}/{HostedFunction.Text(function.Trigger, "route") ?? function.Name}".TrimStart('/')
            );
            string[] methods = function.Trigger.TryGetProperty("methods", out var listed)
                ? [.. listed.EnumerateArray().Select(method => method.GetString()!)]
                : [];
            _entries.Add(
                new Entry(
                    function,
                    methods,
                    new TemplateMatcher(template, []),
                    RoutePrecedence.ComputeInbound(template)
                )
            );
        }

        _entries.Sort((a, b) => a.Precedence.CompareTo(b.Precedence));
    }

    public (HostedFunction Function, RouteValueDictionary Values)? Find(HttpRequest request)
    {
        foreach (
            var entry in _entries.Where(entry =>
                entry.Methods.Length == 0 || entry.Methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase)
            )
        )
        {
            var values = new RouteValueDictionary();
            if (entry.Matcher.TryMatch(request.Path, values))
            {
                return (entry.Function, values);
            }
        }

        return null;
    }

    private sealed record Entry(HostedFunction Function, string[] Methods, TemplateMatcher Matcher, decimal Precedence);
}
