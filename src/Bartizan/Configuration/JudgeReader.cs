using System.Globalization;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Configuration;

/// <summary>Reads <c>guard.judge</c>: who is asked about texts of which the injection model is not sure.</summary>
internal static class JudgeReader
{
    private const string ScoreExpected = "a number from 0 to 1";

    /// <summary>The judge of the section <c>guard</c>; null where none is named.</summary>
    public static JudgeOptions? Read(YamlSection guard)
    {
        if (!guard.Has("judge"))
        {
            return null;
        }

        var section = guard.Section("judge");
        var judge = new JudgeOptions { Url = section.Required("url"), Model = section.Required("model") };
        judge = judge with
        {
            Credential = section.Text("credential"),
            Timeout = section.Value("timeout", judge.Timeout, Quantities.Duration, Quantities.DurationExpected),
            OnFailure = section.Value("onFailure", judge.OnFailure, ConfigReader.ParseName<JudgeFailureMode>, "closed or open"),
            From = section.Value("from", judge.From, Share, ScoreExpected),
            To = section.Value("to", judge.To, Share, ScoreExpected),
            Concurrency = section.Value("concurrency", judge.Concurrency, Quantities.Count, "a whole number"),
            Request = section.Text("request"),
            Score = section.Text("score"),
        };
        section.Close();
        return judge;
    }

    private static double? Share(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
}
