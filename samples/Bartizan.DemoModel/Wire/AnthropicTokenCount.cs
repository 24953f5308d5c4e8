using System.Text.Json.Nodes;
using Bartizan.DemoModel.Behaviour;

namespace Bartizan.DemoModel.Wire;

/// <summary>Anthropic's count of a message's tokens.</summary>
internal sealed class AnthropicTokenCount : IWireFormat
{
    private readonly AnthropicMessages _messages = new();

    public (string Header, string Prefix) Credential => _messages.Credential;

    public JsonObject Whole(Prompt prompt, Answer answer) => new() { ["input_tokens"] = TokenCount.Of(prompt, answer).Input };

    public IEnumerable<(string? Name, string Data)> Events(Prompt prompt, Answer answer) => [];

    public JsonObject Error(int status, string message) => _messages.Error(status, message);
}
