using Bartizan.Guard.Custom;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Guard.Tests.Spans;

public class AnyTextTests
{
    private static readonly GuardEngine Engine = GuardEngine.CreateDefault(new GuardOptions
    {
        Entities = [new CustomEntity { Id = "free", Patterns = ["[a-z]+\\d", "ZZ\\w{2}"], Words = ["abc"], Context = ["dob"], Validator = "luhn" }],
    });

    // What detectors wake to, in any order.
    private static readonly string[] Triggers =
    [
        "12", "4111", " ", "-", ".", "/", "'", "\"", ":", "=", "\n", "(", ")", "@", "+", "Mr.", "Anna", "Smith", "Street", "rue", "de", "Apt.", "zip", "born", "passw", "identified by", "--user", "secret", "AKIA", "eyJ", "MII", "A1", "Z", "é", "Ő", "\u200B", "\uD83D", "\0", "٣", "abc", "ZZ", "|", "~", "Q~", "nan", "PO Box", "Name:", "'s ",
    ];

    [Fact]
    public void No_text_makes_a_detector_fail_and_every_finding_lies_within_it() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).ToArbitrary(),
        Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void No_run_of_triggers_makes_a_detector_fail_and_every_finding_lies_within_it() => Prop.ForAll(
        Gen.Elements(Triggers).ListOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(4_000));

    private static bool Holds(string text)
    {
        var found = Inspecting.Find(text, Engine);
        return found.All(f => f.Start >= 0 && f.Length > 0 && f.Start + f.Length <= text.Length && f.Score is > 0 and <= 1);
    }
}
