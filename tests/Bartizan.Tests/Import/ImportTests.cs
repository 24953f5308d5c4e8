using System.Text.Json;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Hosting;
using Bartizan.Import;
using Bartizan.Import.LiteLlm;
using Bartizan.Import.Portkey;
using Bartizan.Policy;
using Bartizan.Testing;

namespace Bartizan.Tests.Import;

public sealed class ImportTests
{
    [Theory]
    [InlineData("litellm.yaml")]
    [InlineData("portkey.json")]
    public void What_is_written_is_what_was_looked_at_by_a_person(string file)
    {
        var plan = Plan(file);
        Approve(file + ".bartizan.yaml", ConfigWriter.Config(plan, file, "policies"));
        Approve(file + ".unmapped.txt", string.Concat(plan.Unmapped.Select(u => $"{u.Line}: {u.Path}: {u.Why} {u.Instead}\n")));
    }

    [Theory]
    [InlineData("litellm.yaml")]
    [InlineData("portkey.json")]
    public void What_is_written_is_read_without_a_mistake(string file)
    {
        var plan = Plan(file);
        var config = ConfigReader.Read(ConfigWriter.Config(plan, file, null), "bartizan.yaml");
        Assert.Equal(plan.Upstreams.Select(u => (u.Name, u.Url, u.Credential)), config.Gateway.Upstreams.Select(u => (u.Name, u.Url, u.Credential)));
        Assert.Equal(plan.Upstreams.SelectMany(u => u.Models), config.Gateway.Upstreams.SelectMany(u => u.Models));
        Assert.Equal(plan.Total, config.Gateway.Timeouts.Total);
        var policies = PolicySet.Combine([PolicyFiles.Read(null, []), PolicySet.Parse(ConfigWriter.Cedar(plan, file))]);
        Assert.Equal(plan.Policies.Count, policies.Policies.Count - PolicyFiles.Read(null, []).Policies.Count);
    }

    [Theory]
    [InlineData("litellm.yaml")]
    [InlineData("portkey.json")]
    public void No_secret_is_carried_over_or_shown(string file)
    {
        var plan = Plan(file);
        var all = ConfigWriter.Config(plan, file, null) + ConfigWriter.Cedar(plan, file) + JsonSerializer.Serialize(plan.Unmapped);
        Assert.DoesNotContain("very-secret", all, StringComparison.Ordinal);
        Assert.DoesNotContain("in-clear", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_key_found_in_clear_has_a_variable_of_its_own()
    {
        var plan = LiteLlmImporter.Import("""
            model_list:
              - { model_name: gpt-a, litellm_params: { model: openai/gpt-a, api_key: one } }
              - { model_name: gpt-b, litellm_params: { model: openai/gpt-b, api_key: two } }
              - { model_name: gpt-c, litellm_params: { model: openai/gpt-c, api_key: one } }
              - { model_name: gpt-d, litellm_params: { model: openai/gpt-d } }
            """, "x.yaml");
        Assert.Equal(
            [("openai", "env:OPENAI_API_KEY_1", "gpt-a,gpt-c"), ("openai-2", "env:OPENAI_API_KEY_2", "gpt-b"), ("openai-3", "env:OPENAI_API_KEY", "gpt-d")],
            plan.Upstreams.Select(u => (u.Name, u.Credential, string.Join(',', u.Models))));
    }

    [Fact]
    public void A_setting_nobody_foresaw_is_listed_with_its_place()
    {
        var plan = LiteLlmImporter.Import("""
            model_list:
              - model_name: gpt-a
                litellm_params: { model: openai/gpt-a }
            brand_new: { deep: [1, 2] }
            """, "x.yaml");
        Assert.Equal([("brand_new", 4)], plan.Unmapped.Select(u => (u.Path, u.Line)));
    }

    [Fact]
    public void Upstreams_for_any_model_come_last_so_that_they_hide_no_other()
    {
        var plan = LiteLlmImporter.Import("""
            model_list:
              - { model_name: "*", litellm_params: { model: "openai/*" } }
              - { model_name: llama, litellm_params: { model: groq/llama } }
            """, "x.yaml");
        Assert.Equal(["groq", "openai"], plan.Upstreams.Select(u => u.Name));
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        Assert.Contains("stands for more than", Refused(() => LiteLlmImporter.Import(bomb, "x.yaml")), StringComparison.Ordinal);
        Assert.Contains("stands for more than", Refused(() => LiteLlmImporter.Import(bomb + "k: { ? *a12 : 1 }", "x.yaml")), StringComparison.Ordinal);
        var merges = "a0: &a0 { k: 1 }\n" + string.Concat(Enumerable.Range(1, 25).Select(i => $"a{i}: &a{i} {{ <<: [*a{i - 1}, *a{i - 1}] }}\n"));
        Refused(() => LiteLlmImporter.Import(merges, "x.yaml"));
    }

    [Fact]
    public void What_is_nested_too_deeply_is_refused()
    {
        Refused(() => LiteLlmImporter.Import(new string('[', 100_000), "x.yaml"));
        Refused(() => PortkeyImporter.Import(string.Concat(Enumerable.Repeat("{\"targets\":[", 100_000)), "x.json"));
        Refused(() => LiteLlmImporter.Import("a: &a [*a]", "x.yaml"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"a\":1} x")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    public void What_is_no_portkey_config_is_refused(string text) => Refused(() => PortkeyImporter.Import(text, "x.json"));

    [Theory]
    [InlineData("litellm.yaml")]
    [InlineData("portkey.json")]
    public void Damaged_files_are_refused_or_give_a_sound_configuration_and_never_anything_else(string file)
    {
        var sample = File.ReadAllText(Golden(file));
        var random = new Random(3);
        for (var i = 0; i < 400; i++)
        {
            var text = sample.ToCharArray();
            for (var j = random.Next(1, 6); j > 0; j--)
            {
                text[random.Next(text.Length)] = (char)random.Next(0, 128);
            }

            try
            {
                var plan = Import(file, new string(text));
                if (plan.Upstreams.Any())
                {
                    ConfigReader.Read(ConfigWriter.Config(plan, "x\ny", null), "bartizan.yaml");
                    PolicySet.Parse(ConfigWriter.Cedar(plan, "x\ny"));
                }
            }
            catch (InputException e)
            {
                Assert.All(e.Errors, error => Assert.NotEqual("bartizan.yaml", error.File));
            }
        }
    }

    private static string Refused(Func<ImportPlan> import) => Assert.Single(Assert.Throws<InputException>(import).Errors).What;

    private static ImportPlan Plan(string file) => Import(file, File.ReadAllText(Golden(file)));

    private static ImportPlan Import(string file, string text) => file.EndsWith(".json", StringComparison.Ordinal) ? PortkeyImporter.Import(text, file) : LiteLlmImporter.Import(text, file);

    private static string Golden(string file) => Repository.PathTo("tests", "Bartizan.Tests", "Import", "Golden", file);

    // After a wanted change run this with BARTIZAN_APPROVE=1 and read what it wrote.
    private static void Approve(string file, string text)
    {
        if (Environment.GetEnvironmentVariable("BARTIZAN_APPROVE") == "1")
        {
            File.WriteAllText(Golden(file), text);
        }

        Assert.Equal(File.Exists(Golden(file)) ? File.ReadAllText(Golden(file)).ReplaceLineEndings("\n") : "", text);
    }
}
