using System.CommandLine;

namespace Bartizan.Commands;

/// <summary>The <c>--by</c> option: who does it, for the ledger.</summary>
internal static class ByOption
{
    /// <summary>A new option for one command; its default is the operating system's user.</summary>
    /// <param name="who">What that person does, in words such as <c>Who approves</c>.</param>
    public static Option<string> Create(string who = "Who does it") => new("--by") { Description = $"{who}, for the ledger.", DefaultValueFactory = _ => Environment.UserName };
}
