using System.CommandLine;

namespace Bartizan.Commands.Events;

/// <summary>Hands out recorded events.</summary>
internal static class EventCommands
{
    public static Command Create() => new("events", "Hands out recorded events.")
    {
        EventExportCommand.Create(),
    };
}
