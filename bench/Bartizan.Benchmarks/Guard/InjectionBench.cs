using System.Text;
using Bartizan.Guard.Injection;

namespace Bartizan.Benchmarks.Guard;

/// <summary>Scoring of clean text by the injection model, at the sizes of the budget.</summary>
internal static class InjectionBench
{
    private const int Texts = 64;

    private static readonly string[] Words =
        "the a of and to in invoice harbour station report summer please system update message customer order table row value data user was built when it this for meeting notes 17 2026"
            .Split(' ');

    public static int Run()
    {
        Console.WriteLine(Measurement.Header);
        var model = InjectionModel.LoadDefault();
        foreach (var channel in Enum.GetValues<InjectionChannel>())
        {
            foreach (var length in new[] { 200, 1024, 65536 })
            {
                Console.WriteLine(Score(model, channel, length));
            }
        }

        return 0;
    }

    private static Measurement Score(InjectionModel model, InjectionChannel channel, int length)
    {
        // Several texts in turn: one alone would be learnt by the branch predictor and stay in the first cache.
        var texts = Enumerable.Range(0, length > 10_000 ? 4 : Texts).Select(seed => Text(seed, length)).ToArray();
        return Harness.Measure(
            $"injection, {InjectionChannels.Name(channel)} channel, {length} characters",
            () =>
            {
                foreach (var text in texts)
                {
                    model.LogOdds(text, channel);
                }
            },
            texts.Length);
    }

    private static string Text(int seed, int length)
    {
        var random = new Random(seed);
        var text = new StringBuilder(length + 16);
        while (text.Length < length)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(random.Next(12) switch { 0 => ". ", 1 => ", ", 2 => "\n", _ => " " });
        }

        return text.ToString(0, length);
    }
}
