using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Tests.Configuration;

public class JudgeReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - { name: a, dialect: openai, url: "https://api.example.org", credential: env:PATH }

        """;

    [Fact]
    public void Every_setting_is_read()
    {
        var config = ConfigReader.Read(
            Upstream + """
            guard:
              judge:
                url: https://llm.example.org/v1/chat/completions
                model: guard-8b
                credential: env:JUDGE_KEY
                timeout: 750ms
                onFailure: open
                from: 0.2
                to: 0.9
                concurrency: 3
                request: '{"inputs": "{text}"}'
                score: '[0].score'
            """,
            "x.yaml");
        Assert.Equal(
            new JudgeOptions
            {
                Url = "https://llm.example.org/v1/chat/completions", Model = "guard-8b", Credential = "env:JUDGE_KEY", Timeout = TimeSpan.FromMilliseconds(750), OnFailure = JudgeFailureMode.Open,
                From = 0.2, To = 0.9, Concurrency = 3, Request = "{\"inputs\": \"{text}\"}", Score = "[0].score",
            },
            config.Gateway.Judge);
    }

    [Fact]
    public void Nobody_is_asked_unless_somebody_is_named() => Assert.Null(ConfigReader.Read(Upstream, "x.yaml").Gateway.Judge);

    [Theory]
    [InlineData("url: ftp://x, model: m", "guard.judge.url")]
    [InlineData("url: http://llm.example.org/v1, model: m", "guard.judge.url")]
    [InlineData("url: https://me:secret@llm.example.org/v1, model: m", "guard.judge.url")]
    [InlineData("url: https://llm.example.org/v1", "guard.judge.model")]
    [InlineData("url: https://llm.example.org/v1, model: m, credential: sk-1234", "guard.judge.credential")]
    [InlineData("url: https://llm.example.org/v1, model: m, timeout: 10ms", "guard.judge.timeout")]
    [InlineData("url: https://llm.example.org/v1, model: m, from: 0.9, to: 0.1", "guard.judge.from")]
    [InlineData("url: https://llm.example.org/v1, model: m, concurrency: 0", "guard.judge.concurrency")]
    [InlineData("url: https://llm.example.org/v1, model: m, onFailure: shrug", "guard.judge.onFailure")]
    [InlineData("url: https://llm.example.org/v1, model: m, score: a", "guard.judge.request")]
    [InlineData("url: https://llm.example.org/v1, model: m, request: '{}', score: a", "guard.judge.request")]
    [InlineData("url: https://llm.example.org/v1, model: m, request: '{', score: a", "guard.judge.request")]
    [InlineData("url: https://llm.example.org/v1, model: m, request: '{\"a\":\"{text}\"}', score: a..b", "guard.judge.score")]
    [InlineData("url: https://llm.example.org/v1, model: m, temper: 1", "guard.judge.temper")]
    public void A_mistake_is_told_with_its_place(string judge, string setting)
    {
        var wrong = Assert.Throws<InputException>(() => ConfigReader.Read($"{Upstream}guard:\n  judge: {{ {judge} }}\n", "x.yaml"));
        var error = Assert.Single(wrong.Errors, e => e.What.StartsWith(setting, StringComparison.Ordinal));
        Assert.Equal(("x.yaml", 5), (error.File, error.Line));
        Assert.NotEmpty(error.Fix);
    }
}
