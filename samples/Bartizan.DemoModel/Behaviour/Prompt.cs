namespace Bartizan.DemoModel.Behaviour;

/// <summary>What the model reads: everything said since it last spoke, whoever said it. It trusts all of it alike; that is its flaw.</summary>
internal sealed record Prompt
{
    public string Model { get; init; } = "demo";

    public bool Stream { get; init; }

    /// <summary>The instructions of whoever runs the application.</summary>
    public string System { get; init; } = "";

    /// <summary>Every text since the model's last turn, oldest first: user messages, documents, tool results.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>The last text that a person wrote; what is echoed when nothing else is asked.</summary>
    public string Question { get; init; } = "";

    /// <summary>Names of the tools on offer.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];
}
