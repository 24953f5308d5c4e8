using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Agents;

/// <summary><c>bartizan agent shadow</c>: callers that are not declared, the last seen first.</summary>
internal static class AgentShadowCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("shadow", "Lists callers that no agent is declared for, one a line: what they showed, from where, how often, when first and last, dialect, client.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        foreach (var caller in await store.Shadows.ListAsync(IShadowStore.MostCallers, cancellationToken))
        {
            await System.Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(Data(caller), FormatOption.Json) : Text(caller));
        }

        return ExitCodes.Fine;
    }

    private static object Data(ShadowCaller caller) => new
    {
        caller.Seen.Kind,
        caller.Seen.Mark,
        caller.Seen.Form,
        caller.Seen.Address,
        caller.Seen.UserAgent,
        caller.Seen.Dialect,
        caller.First,
        caller.Last,
        caller.Count,
    };

    private static string Text(ShadowCaller caller) => string.Join(
        '\t',
        caller.Seen.Kind switch
        {
            ShadowKind.Key => "key " + caller.Seen.Mark,
            ShadowKind.AccessKey => "access key " + caller.Seen.Mark,
            ShadowKind.ProviderKey => $"provider's key {caller.Seen.Form} #{caller.Seen.Mark[..8]}",
            ShadowKind.Token => $"token #{caller.Seen.Mark[..8]}",
            ShadowKind.OAuthClient => "client " + caller.Seen.Mark,
            _ => "no key",
        },
        caller.Seen.Address,
        caller.Count.ToString(CultureInfo.InvariantCulture),
        Time(caller.First),
        Time(caller.Last),
        caller.Seen.Dialect,
        VisibleText.Of(caller.Seen.UserAgent));

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
