using System.CommandLine;
using Bartizan.Commands.Access;
using Bartizan.Commands.Agents;
using Bartizan.Core.KillSwitches;
using Bartizan.Core.Results;
using Bartizan.Storage;

namespace Bartizan.Commands.KillSwitches;

/// <summary>What a kill switch is for, as two words on the command line: <c>agent billing</c>, <c>everything</c>.</summary>
internal sealed class TargetArguments
{
    private static readonly string Kinds = string.Join(", ", Enum.GetNames<KillKind>()).ToLowerInvariant();

    public Argument<string> Kind { get; } = new("kind") { Description = $"One of: {Kinds}." };

    public Argument<string?> Name { get; } = new("name")
    {
        Description = "Which one: an agent's or account's name or id, a system, a blueprint, a model, server/tool, a server, a token's txn. Nothing for everything.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The target; agents and accounts may be named as people name them.</summary>
    public async Task<KillTarget> ReadAsync(ParseResult parse, BartizanStore store, CancellationToken cancellationToken)
    {
        var (kind, name) = (parse.GetValue(Kind)!, parse.GetValue(Name));
        if (!KillTarget.TryParse(kind, name, out var target))
        {
            throw new InputException(new InputError($"'{kind} {name}' is nothing that can be stopped.", $"Write one of {Kinds}, and its name but for everything."));
        }

        return target.Value.Kind switch
        {
            KillKind.Agent => target.Value with { Id = (await AgentStandingCommands.FindAsync(store, name!, cancellationToken)).Id },
            KillKind.User => target.Value with { Id = (await AccountOption.FindAsync(store, name!, cancellationToken)).Id },
            _ => target.Value,
        };
    }
}
