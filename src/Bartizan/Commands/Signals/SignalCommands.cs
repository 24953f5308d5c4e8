using System.CommandLine;

namespace Bartizan.Commands.Signals;

/// <summary><c>bartizan signals</c>: what other parties signal, and who learns what ended here.</summary>
internal static class SignalCommands
{
    public static Command Create() => new("signals", "Shared signals (CAEP): streams of transmitters elsewhere, and streams by which others learn what ended here.")
    {
        SignalListCommand.Create(),
    };
}
