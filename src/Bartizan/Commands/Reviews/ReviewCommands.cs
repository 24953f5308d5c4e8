using System.CommandLine;

namespace Bartizan.Commands.Reviews;

/// <summary><c>bartizan review</c>: whether authority is still needed, asked of those who answer for it.</summary>
internal static class ReviewCommands
{
    public static Command Create() => new("review", "Reviews of authority: what was used, what can be narrowed, who says that it stays, and the proof.")
    {
        ReviewUsageCommand.Create(),
        ReviewStartCommand.Create(),
        ReviewListCommand.Create(),
        ReviewShowCommand.Create(),
        ReviewAnswerCommand.Create(),
        ReviewAnswerCommand.CreateAssign(),
        ReviewCertifyCommand.Create(),
        ReviewVerifyCommand.Create(),
        ReviewProposalCommands.CreatePropose(),
        ReviewProposalCommands.CreateList(),
        ReviewProposalCommands.CreateAccept(),
        ReviewProposalCommands.CreateDecline(),
    };
}
