using Bartizan.DemoModel.Behaviour;

namespace Bartizan.DemoModel.Wire;

/// <summary>Token counts of the demo model: four characters are one token.</summary>
internal static class TokenCount
{
    public static (int Input, int Output) Of(Prompt prompt, Answer answer) =>
        ((prompt.System.Length + prompt.Texts.Sum(t => t.Length) + 3) / 4,
         (answer.Text.Length + answer.Tools.Sum(t => t.Name.Length + t.Arguments.Length) + 3) / 4);
}
