using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Elevation;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Access;

/// <summary><c>bartizan access list</c>: requests, those that wait first.</summary>
internal static class AccessListCommand
{
    private const int Most = 200;

    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists access requests, one a line: id, state, agent, resource, who is asked, until when.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var requests = await store.Access.ListAsync(Most, TimeProvider.System.GetUtcNow(), cancellationToken);
        foreach (var request in requests.OrderBy(r => r.State != AccessRequestState.Waiting))
        {
            await System.Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(request, FormatOption.Json) : Text(request));
        }

        return ExitCodes.Fine;
    }

    private static string Text(AccessRequest request) => string.Join(
        '\t',
        request.Id,
        request.Automatic is null ? request.State.ToString().ToLowerInvariant() : "approved by policy",
        VisibleText.Of(request.Agent.Name),
        VisibleText.Of(request.Resource),
        VisibleText.Of(string.Join(", ", request.Policies.Select(p => p.Asks).Distinct(StringComparer.Ordinal))),
        request.Ends.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
}
