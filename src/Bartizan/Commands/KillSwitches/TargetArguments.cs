using System.CommandLine;
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
        Description = "Which one: an agent's name or id, a system, a model, server/tool, a server, a token's txn. Nothing for everything.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The target; an agent may be named as people name it.</summary>
    public async Task<KillTarget> ReadAsync(ParseResult parse, BartizanStore store, CancellationToken cancellationToken)
    {
        var (kind, name) = (parse.GetValue(Kind)!, parse.GetValue(Name));
        if (!KillTarget.TryParse(kind, name, out var target))
        {
            throw new InputException(new InputError($"'{kind} {name}' is nothing that can be stopped.", $"Write one of {Kinds}, and its name but for everything."));
        }

        if (target.Value.Kind != KillKind.Agent)
        {
            return target.Value;
        }

        var agent = await store.Agents.FindAsync(name!, cancellationToken)
            ?? throw new InputException(new InputError($"There is no agent '{name}'.", "`bartizan agent list` shows all agents."));
        return target.Value with { Id = agent.Id };
    }
}
