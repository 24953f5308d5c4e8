using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Testing;

namespace Bartizan.Tests.Configuration;

public class ConfigReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - name: a
              dialect: anthropic
              url: https://api.example.org
              credential: env:PATH

        """;

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var config = ConfigReader.Read(Upstream, "x.yaml");
        Assert.Equal(new TimeoutOptions(), config.Gateway.Timeouts);
        Assert.Equal(new LimitOptions(), config.Gateway.Limits);
        Assert.Equal((RecordedContent.Digest, "127.0.0.1:4180", "127.0.0.1:4181"), (config.Gateway.RecordedContent, config.Gateway.Listen, config.ConsoleListen));
        Assert.Null(config.Policies);
        Assert.False(config.EditPolicies);
        Assert.Equal(["*"], Assert.Single(config.Gateway.Upstreams).Models);
    }

    [Fact]
    public void Dialects_to_translate_from_are_read_and_those_that_do_not_exist_are_reported_where_they_stand()
    {
        var config = ConfigReader.Read(Upstream + "      translateFrom: [openai, azure-openai, bedrock]\n", "x.yaml");
        Assert.Equal([ProviderDialect.OpenAi, ProviderDialect.AzureOpenAi, ProviderDialect.Bedrock], config.Gateway.Upstreams[0].TranslateFrom);
        var error = Assert.Single(Assert.Throws<InputException>(() => ConfigReader.Read(Upstream + "      translateFrom: [openai, klingon]\n", "x.yaml")).Errors);
        Assert.Equal((7, true), (error.Line, error.What.StartsWith("gateway.upstreams[0].translateFrom:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var config = ConfigReader.Read(
            Upstream + """
              listen: 0.0.0.0:99
              timeouts: { connect: 250ms, firstByte: 2s, idle: 3m, total: 1h }
              limits: { requestBody: 1MiB, responseBody: 2MiB, headerCount: 50, headerBytes: 4KiB, slowestClient: 100 }
              tools: [{ name: "crm.*", trustedResults: true, outward: false }, { name: mail, private: true }]
            policyPacks: [rule-of-two]
            policyCheck: refuse
            shadow: { policies: trial, packs: [default] }
            recording: { content: sealed }
            masking: { keep: 90m }
            policies: rules
            console: { listen: "127.0.0.1:1", editPolicies: true }
            """.ReplaceLineEndings("\n"),
            Path.Combine(Path.GetTempPath(), "x.yaml"));
        Assert.Equal("0.0.0.0:99", config.Gateway.Listen);
        Assert.True(config.EditPolicies);
        Assert.Equal(
            new TimeoutOptions { Connect = TimeSpan.FromMilliseconds(250), FirstByte = TimeSpan.FromSeconds(2), Idle = TimeSpan.FromMinutes(3), Total = TimeSpan.FromHours(1) },
            config.Gateway.Timeouts);
        Assert.Equal(new LimitOptions { RequestBody = 1 << 20, ResponseBody = 2 << 20, HeaderCount = 50, HeaderBytes = 4096, SlowestClient = 100 }, config.Gateway.Limits);
        Assert.Equal([new ToolOptions { Name = "crm.*", TrustedResults = true, Outward = false }, new ToolOptions { Name = "mail", Private = true }], config.Gateway.Tools);
        Assert.Equal(["rule-of-two"], config.PolicyPacks);
        Assert.Equal(PolicyCheck.Refuse, config.PolicyCheck);
        Assert.Equal((Path.Combine(Path.GetTempPath(), "trial"), "default"), (config.Shadow.Policies, Assert.Single(config.Shadow.Packs)));
        Assert.Equal(["rules", "trial"], config.PolicyFolders.Select(Path.GetFileName));
        Assert.Equal(RecordedContent.Sealed, config.Gateway.RecordedContent);
        Assert.Equal(TimeSpan.FromMinutes(90), config.Gateway.Masking.Keep);
        Assert.Equal(Path.Combine(Path.GetTempPath(), "rules"), config.Policies);
        Assert.Equal("127.0.0.1:1", config.ConsoleListen);
    }

    [Fact]
    public void A_pair_of_keys_stands_in_the_place_of_one()
    {
        const string Pair = """
            gateway:
              upstreams:
                - name: a
                  dialect: bedrock
                  url: https://bedrock-runtime.eu-central-1.amazonaws.com
                  region: eu-central-1
                  accessKey: { id: env:PATH, secret: file:/s, sessionToken: env:HOME }

            """;
        var upstream = Assert.Single(ConfigReader.Read(Pair, "x.yaml").Gateway.Upstreams);
        Assert.Equal((ProviderDialect.Bedrock, "", "eu-central-1"), (upstream.Dialect, upstream.Credential, upstream.Region));
        Assert.Equal(new AwsKeyOptions { Id = "env:PATH", Secret = "file:/s", SessionToken = "env:HOME" }, upstream.AccessKey);
    }

    [Theory]
    [InlineData("accessKey: { id: env:A }", "accessKey.secret: it is missing")]
    [InlineData("accessKey: { id: AKIA123, secret: env:B }\n      region: x", "accessKey.id: it is not a reference")]
    [InlineData("accessKey: { id: env:A, secret: env:B }", "region: it must name the region")]
    [InlineData("accessKey: { id: env:A, secret: env:B }\n      region: Frankfurt", "region: it must name the region")]
    [InlineData("accessKey: { id: env:A, secret: env:B }\n      region: x\n      credential: env:C", "credential: there is an accessKey too")]
    [InlineData("accessKey: { id: env:A, secret: env:B, token: env:C }\n      region: x", "accessKey.token: there is no such setting")]
    [InlineData("credential: env:A\n      region: x", "region: it is for signing")]
    public void A_pair_that_is_not_whole_is_a_mistake(string settings, string what)
    {
        var text = $"gateway:\n  upstreams:\n    - name: a\n      dialect: bedrock\n      url: https://x.example\n      {settings}\n";
        Assert.Single(Assert.Throws<InputException>(() => ConfigReader.Read(text, "x.yaml")).Errors, e => e.What.Contains(what, StringComparison.Ordinal) && e.Line > 2);
    }

    [Theory]
    [InlineData("gatewy: {}", 1, 1, "gatewy: there is no such setting")]
    [InlineData("gateway:\n  timeouts:\n    idle: soon", 3, 11, "gateway.timeouts.idle: 'soon' is not understood")]
    [InlineData("gateway:\n  limits:\n    requestBody: 8 apples", 3, 18, "gateway.limits.requestBody")]
    [InlineData("gateway:\n  upstreams:\n    - name: a\n", 3, 7, "gateway.upstreams[0].url: it is missing")]
    [InlineData("gateway:\n  tools:\n    - name: a\n      outward: perhaps", 4, 16, "gateway.tools[0].outward: 'perhaps' is not understood")]
    [InlineData("gateway:\n  upstreams: 7", 2, 14, "gateway.upstreams: it must be a list")]
    [InlineData("recording:\n  content: everything", 2, 12, "recording.content")]
    [InlineData("recording:\n  content: 1", 2, 12, "recording.content")]
    [InlineData("masking:\n  keep: for ever", 2, 9, "masking.keep")]
    [InlineData("shadow: { packs: 7 }", 1, 18, "shadow.packs: it must be a list of texts")]
    [InlineData("shadow: { pack: [] }", 1, 11, "shadow.pack: there is no such setting")]
    [InlineData("gateway: {}", 1, 10, "gateway.upstreams: there is none")]
    public void A_mistake_is_said_with_its_place(string text, int line, int column, string what)
    {
        var errors = Assert.Throws<InputException>(() => ConfigReader.Read(text, "x.yaml")).Errors;
        var error = Assert.Single(errors, e => e.What.Contains(what, StringComparison.Ordinal));
        Assert.Equal(("x.yaml", line), (error.File, error.Line));
        Assert.Equal(column, error.Column);
    }

    [Fact]
    public void What_is_not_yaml_is_said_with_its_file()
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => ConfigReader.Read("gateway: [", "x.yaml")).Errors);
        Assert.Equal("x.yaml", error.File);
        Assert.Contains("not YAML", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_that_stand_for_millions_are_refused_and_not_a_hang()
    {
        var bomb = string.Concat(Enumerable.Range(0, 20).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat(i == 0 ? "x" : $"*a{i - 1}", 10))}]\n")) + "k: { ? *a19 : 1 }";
        Assert.Contains("stands for more than", Assert.Throws<InputException>(() => ConfigReader.Read(bomb, "x.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_document_is_not_passed_over_in_silence() =>
        Assert.Contains("more than one document", Assert.Throws<InputException>(() => ConfigReader.Read(Upstream + "---\na: 1\n", "x.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_check_of_the_whole_points_at_the_line_too()
    {
        var errors = Assert.Throws<InputException>(() => ConfigReader.Read(Upstream.Replace("https", "ftp", StringComparison.Ordinal), "x.yaml")).Errors;
        Assert.Equal((5, "gateway.upstreams[0].url: it is not an http or https address."), (Assert.Single(errors).Line, errors[0].What));
    }

    [Fact]
    public void Nesting_deeper_than_any_setting_is_refused_and_not_a_crash() =>
        Assert.Throws<InputException>(() => ConfigReader.Read(new string('[', 100_000), "x.yaml"));

    [Fact]
    public void Damaged_files_are_mistakes_and_never_anything_else()
    {
        var sample = File.ReadAllText(Repository.PathTo("samples", "bartizan.yaml"));
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var text = sample.ToCharArray();
            for (var j = random.Next(1, 8); j > 0; j--)
            {
                text[random.Next(text.Length)] = (char)random.Next(0, 128);
            }

            try
            {
                ConfigReader.Read(new string(text), "x.yaml");
            }
            catch (InputException e)
            {
                Assert.All(e.Errors, error => Assert.Equal("x.yaml", error.File));
            }
        }
    }

    [Fact]
    public void The_sample_is_sound_and_says_the_defaults()
    {
        var config = ConfigReader.ReadFile(Repository.PathTo("samples", "bartizan.yaml"));
        var defaults = new GatewayOptions();
        Assert.Equal((defaults.Timeouts, defaults.Limits, defaults.RecordedContent, defaults.Listen), (config.Gateway.Timeouts, config.Gateway.Limits, config.Gateway.RecordedContent, config.Gateway.Listen));
        Assert.Equal(defaults.Masking, config.Gateway.Masking);
        Assert.Equal(["openai", "anthropic", "azure", "google", "amazon"], config.Gateway.Upstreams.Select(u => u.Name));
    }
}
