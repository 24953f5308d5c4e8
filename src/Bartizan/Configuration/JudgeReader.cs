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
            KeyHeader = section.Text("keyHeader") ?? judge.KeyHeader,
            Timeout = section.Value("timeout", judge.Timeout, Quantities.Duration, Quantities.DurationExpected),
            OnFailure = section.Value("onFailure", judge.OnFailure, ConfigReader.ParseName<JudgeFailureMode>, "closed or open"),
            Band = Band(section, judge.Band),
            Bands = [.. section.Sections("bands").Select(ScopedBand)],
            AttackFrom = section.Value("attackFrom", judge.AttackFrom, Score, ScoreExpected),
            Concurrency = section.Value("concurrency", judge.Concurrency, Quantities.Count, "a whole number"),
            Request = section.Text("request"),
            Score = section.Text("score"),
        };
        section.Close();
        return judge;
    }

    private static JudgeBand ScopedBand(YamlSection section)
    {
        var band = Band(section, new JudgeBand { For = ScopedReader.Scope(section) });
        section.Close();
        return band;
    }

    private static JudgeBand Band(YamlSection section, JudgeBand defaults) => defaults with
    {
        From = section.Value("from", defaults.From, Score, ScoreExpected),
        To = section.Value("to", defaults.To, Score, ScoreExpected),
    };

    private static double? Score(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
}
