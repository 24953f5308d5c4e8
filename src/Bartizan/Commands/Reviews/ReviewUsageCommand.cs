using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Reviews;

/// <summary><c>bartizan review usage</c>: what agents were let do.</summary>
internal static class ReviewUsageCommand
{
    public static Command Create()
    {
        var agent = new Argument<string?>("agent") { Description = "Id or name; without one all agents.", Arity = ArgumentArity.ZeroOrOne };
        var since = new Option<string>("--since") { Description = "How far back.", DefaultValueFactory = _ => "30d" };
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("usage", "Lists what agents were let do, one permission a line: agent, action, resource, how often, when last.") { agent, since, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var folder = parse.GetValue(data)!;
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            using var parts = await ReviewParts.OfAsync(store, folder, cancellationToken);
            var agents = (await store.Agents.ListAsync(cancellationToken)).Where(a => parse.GetValue(agent) is not { } named || a.Id == named || a.Name == named).ToList();
            var names = agents.ToDictionary(a => a.Id, a => a.Name, StringComparer.Ordinal);
            var from = TimeProvider.System.GetUtcNow() - ReviewParts.Duration("--since", parse.GetValue(since)!);
            foreach (var use in (await store.Exchanges.UsesAsync([.. names.Keys], from, cancellationToken)).OrderBy(u => names[u.Agent], StringComparer.Ordinal).ThenByDescending(u => u.Passed))
            {
                await System.Console.Out.WriteLineAsync(parse.GetValue(format) == "json"
                    ? JsonSerializer.Serialize(use, FormatOption.Json)
                    : string.Join('\t', VisibleText.Of(names[use.Agent]), use.Action, VisibleText.Of(Resource(use)), use.Passed.ToString(CultureInfo.InvariantCulture), use.Last.ToString("u", CultureInfo.InvariantCulture)));
            }

            return ExitCodes.Fine;
        }));
        return command;
    }

    private static string Resource(PermissionUse use) => use.Action == PermissionUse.ActedFor ? $"through {use.Resource} agents" : use.Resource;
}
