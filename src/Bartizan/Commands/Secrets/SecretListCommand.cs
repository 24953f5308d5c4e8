using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Secrets;

/// <summary><c>bartizan secret list</c>: every secret, never a value.</summary>
internal static class SecretListCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists secrets, one a line: name, version, owner, bound to, value since, last used, or that it is removed. Values are never shown.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        foreach (var secret in await store.Secrets.ListAsync(cancellationToken))
        {
            await System.Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(
                    new { secret.Name, secret.Version, secret.Owner, secret.Binding.Hosts, Header = secret.Binding.HeaderText, secret.Created, secret.Rotated, secret.Used, secret.Removed }, FormatOption.Json)
                : string.Join(
                    '\t',
                    secret.Name,
                    secret.Version.ToString(CultureInfo.InvariantCulture),
                    VisibleText.Of(secret.Owner),
                    secret.Binding.ToString(),
                    secret.Rotated.ToString("u", CultureInfo.InvariantCulture),
                    secret.Used?.ToString("u", CultureInfo.InvariantCulture) ?? "never used",
                    secret.Removed is null ? "in force" : "removed"));
        }

        return ExitCodes.Fine;
    }
}
