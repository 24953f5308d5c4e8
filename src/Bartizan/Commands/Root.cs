using System.CommandLine;
using Bartizan.Commands.Access;
using Bartizan.Commands.Agents;
using Bartizan.Commands.Blueprints;
using Bartizan.Commands.Budgets;
using Bartizan.Commands.Detect;
using Bartizan.Commands.Doctor;
using Bartizan.Commands.Events;
using Bartizan.Commands.Guard;
using Bartizan.Commands.Identity;
using Bartizan.Commands.Import;
using Bartizan.Commands.Instances;
using Bartizan.Commands.KillSwitches;
using Bartizan.Commands.Ledger;
using Bartizan.Commands.Mandates;
using Bartizan.Commands.Mcp;
using Bartizan.Commands.Policy;
using Bartizan.Commands.Replay;
using Bartizan.Commands.Reviews;
using Bartizan.Commands.Secrets;
using Bartizan.Commands.Signals;
using Bartizan.Commands.Up;

namespace Bartizan.Commands;

/// <summary>The table of contents of the command line: one line a noun.</summary>
internal static class Root
{
    public static RootCommand Create() => new("The security control plane for AI systems.")
    {
        UpCommand.Create(),
        AgentCommands.Create(),
        KillCommands.Create(),
        BlueprintCommands.Create(),
        ReviewCommands.Create(),
        InstanceCommands.Create(),
        AccessCommands.Create(),
        MandateCommands.Create(),
        IdentityCommands.Create(),
        SecretCommands.Create(),
        SignalCommands.Create(),
        BudgetCommands.Create(),
        PolicyCommands.Create(),
        ReplayCommand.Create(),
        ImportCommands.Create(),
        GuardCommands.Create(),
        DetectCommands.Create(),
        LedgerCommands.Create(),
        EventCommands.Create(),
        McpCommands.Create(),
        DoctorCommand.Create(),
    };
}
