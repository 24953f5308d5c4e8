using System.CommandLine;
using Bartizan.Import.LiteLlm;
using Bartizan.Import.Portkey;

namespace Bartizan.Commands.Import;

/// <summary>Makes a <c>bartizan.yaml</c> of another gateway's configuration.</summary>
internal static class ImportCommands
{
    public static Command Create() => new("import", "Makes a bartizan.yaml of another gateway's configuration, and lists what could not be carried over.")
    {
        ImportCommand.Create("litellm", "Imports a LiteLLM proxy configuration (YAML).", LiteLlmImporter.Import),
        ImportCommand.Create("portkey", "Imports a Portkey gateway config (JSON).", PortkeyImporter.Import),
    };
}
