using Bartizan.Configuration;
using Bartizan.DemoModel;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Hosting;

/// <summary>The configuration when a person has written none: the built-in demo model serves every model name in every dialect.</summary>
internal static class DemoSetup
{
    private const string Variable = "BARTIZAN_DEMO_UPSTREAM_KEY";

    /// <summary>Content is recorded sealed here, so that the console can show what was found in place; elsewhere digests alone are the default.</summary>
    public static BartizanConfig Config(Uri demoModel)
    {
        // References are the only way a credential gets in, for the demo too.
        Environment.SetEnvironmentVariable(Variable, DemoModelServer.UpstreamKey);
        return new BartizanConfig
        {
            Places = new SettingPlaces("(built in)"),
            Gateway = new GatewayOptions
            {
                RecordedContent = RecordedContent.Sealed,
                Upstreams =
                [
                    Upstream("demo-openai", ProviderDialect.OpenAi, "/openai/v1"),
                    Upstream("demo-anthropic", ProviderDialect.Anthropic, "/anthropic"),
                    Upstream("demo-gemini", ProviderDialect.Gemini, "/gemini"),
                    Upstream("demo-bedrock", ProviderDialect.Bedrock, "/bedrock"),
                    Upstream("demo-azure", ProviderDialect.AzureOpenAi, "/azure"),
                ],
            },
        };

        UpstreamOptions Upstream(string name, ProviderDialect dialect, string path) => new()
        {
            Name = name,
            Dialect = dialect,
            Url = new Uri(demoModel, path).AbsoluteUri,
            Credential = "env:" + Variable,
            Models = ["demo", "demo-slow", "demo-echo", "*"],
        };
    }
}
