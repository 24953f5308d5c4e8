using System.Collections.Frozen;

namespace Bartizan.Console.Http;

/// <summary>
/// Answers only under known host names. Without it a page of another site could have its own name resolve to 127.0.0.1
/// (DNS rebinding) and read the console as if it were its own.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, ConsoleOptions options)
{
    private readonly FrozenSet<string> _hosts = new[] { "localhost", "127.0.0.1", "[::1]", options.Address.Host }
        .Concat(options.AllowedHosts)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context) =>
        _hosts.Contains(context.Request.Host.Host) ? next(context) : ProblemWriter.WriteAsync(context, Refusals.UnknownHost);
}
