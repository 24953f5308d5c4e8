using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Elevation;
using Bartizan.Core.Text;
using Bartizan.Core.Tools;
using Bartizan.Storage.Access;

namespace Bartizan.Commands.Access;

/// <summary><c>bartizan access show</c>: the exact call, who would make it for whom, and what policy says. Characters that people cannot see are spelt out.</summary>
internal static class AccessShowCommand
{
    public static Command Create()
    {
        var (request, data, format) = (RequestArgument.Create(), DataOption.Create(), FormatOption.Create());
        var command = new Command("show", "Shows an access request: the exact call, who is behind it, and what policy says.") { request, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(request)!, parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string id, string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var request = await RequestArgument.FindAsync(store, id, cancellationToken);
        var approvals = await store.Access.ApprovalsAsync(id, cancellationToken);
        var grant = await store.Access.GrantOfAsync(id, cancellationToken);
        var compared = await EarlierCalls.CompareAsync(request, store, cancellationToken);
        if (json)
        {
            await System.Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { request, approvals, grant, compared }, FormatOption.Json));
            return ExitCodes.Fine;
        }

        foreach (var line in Lines(request, approvals, grant, compared))
        {
            await System.Console.Out.WriteLineAsync(line);
        }

        return ExitCodes.Fine;
    }

    internal static IEnumerable<string> Lines(AccessRequest request, IReadOnlyList<Approval> approvals, Grant? grant, EarlierCalls? compared)
    {
        yield return $"{request.Id}, {request.State.ToString().ToLowerInvariant()}, asked {request.Asked} times since {request.Created.UtcDateTime:u}, can be decided until {request.Ends.UtcDateTime:u}";
        yield return $"agent    {Member(request.Agent)}";
        foreach (var member in request.Chain)
        {
            yield return $"for      {Member(member)}";
        }

        yield return $"action   {VisibleText.Of(request.Action)}";
        yield return $"resource {VisibleText.Of(request.Resource)}";
        yield return $"exchange {request.Exchange}";
        yield return $"digest   {request.Digest}";
        yield return request.Call is null ? "The call cannot be opened with this folder's keys." : "The exact call:";
        foreach (var line in DefinitionLines.Of(request.Call is { } call ? new ToolDefinition(request.Digest, call) : null))
        {
            yield return "  " + line;
        }

        foreach (var line in compared is null ? [] : Compared(compared))
        {
            yield return line;
        }

        foreach (var policy in request.Policies)
        {
            yield return VisibleText.Of($"held by {policy.Id}, which asks {policy.Asks}: {policy.Message}");
            foreach (var line in policy.Text.Split('\n'))
            {
                yield return "  " + VisibleText.Of(line.TrimEnd('\r'));
            }
        }

        foreach (var policy in request.Automatic?.Policies ?? [])
        {
            yield return VisibleText.Of($"approved by policy {policy.Id}: the call is {request.Automatic!.Effect}, and {request.Automatic.Usual} such calls of the agent passed in the 30 days before");
            foreach (var line in policy.Text.Split('\n'))
            {
                yield return "  " + VisibleText.Of(line.TrimEnd('\r'));
            }
        }

        foreach (var approval in approvals)
        {
            yield return VisibleText.Of($"approved by {approval.Name} with {approval.Key}, {approval.Uses} uses until {approval.Until.UtcDateTime:u}");
        }

        if (grant is not null)
        {
            yield return $"grant    {grant.Id}, used {grant.Used} of {grant.Uses}, ends {grant.Ends.UtcDateTime:u}{(grant.Revoked is null ? "" : ", taken back by " + VisibleText.Of(grant.RevokedBy!))}";
        }

        if (request.DeniedBy is not null)
        {
            yield return VisibleText.Of($"denied by {request.DeniedBy}: {request.Reason}");
        }
    }

    private static IEnumerable<string> Compared(EarlierCalls compared)
    {
        yield return compared.Calls == 0
            ? "No earlier call of this agent and tool was approved and made, so there is nothing to compare the arguments with."
            : compared.Differences.Count == 0 ? $"Nothing differs from {compared.Calls} earlier calls that were approved and made."
            : $"What differs from {compared.Calls} earlier calls that were approved and made:";
        foreach (var difference in compared.Differences)
        {
            yield return VisibleText.Of($"  {difference.Path}  {Word(difference.Kind)}{(difference.Now.Length == 0 ? "" : $" {difference.Now}")}{(difference.Before.Length == 0 ? "" : $"  (before: {difference.Before})")}");
        }

        if (compared.Looked > 0)
        {
            yield return $"Of the last {compared.Looked} calls that passed, {compared.Same} sent exactly the same; of the others only digests are kept.";
        }
    }

    private static string Word(DifferenceKind kind) => kind switch
    {
        DifferenceKind.NewField => "new field",
        DifferenceKind.MissingField => "missing",
        DifferenceKind.NewDestination => "new destination",
        DifferenceKind.OutOfRange => "out of range",
        _ => "new value",
    };

    private static string Member(ChainMember member) => VisibleText.Of($"{member.Name} ({member.Id}), owned by {member.Owner}");
}
