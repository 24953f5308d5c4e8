using System.CommandLine;

namespace Bartizan.Commands;

/// <summary>The <c>--by</c> option: who does it, for the ledger.</summary>
internal static class ByOption
{
    /// <summary>A new option for one command; its default is the operating system's user.</summary>
    public static Option<string> Create() => new("--by") { Description = "Who does it, for the ledger.", DefaultValueFactory = _ => Environment.UserName };
}
