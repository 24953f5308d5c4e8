namespace Bartizan.Import.Portkey;

/// <summary>Why settings of Portkey are not carried over, by the last name of their path: targets hold targets to any depth.</summary>
internal static class PortkeyReasons
{
    private static readonly (string, string) Guardrail = (
        "Guardrails are checks of Portkey's own or of a service. Bartizan's inspectors and policies take their place.",
        "Compare what they caught with the built-in policies by `bartizan replay`, and write a policy where something is missing.");

    private const string Standing = "Upstreams of one model stand in for each other in the order written, or share its requests by weight.";

    public static Reasons All { get; } = new(new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["*strategy"] = (Standing, "Put the targets in the order to be used, or set weight at the upstreams; choose by condition in the client, by the model's name."),
        ["*on_status_codes"] = (Standing, "Put the targets in the order to be used, or set weight at the upstreams."),
        ["*mode"] = (Standing, "Put the targets in the order to be used, or set weight at the upstreams."),
        ["*weight"] = (Standing, "Set weight at the upstreams of the model."),
        ["*retry"] = ("Retries are set once for the gateway.", "Set gateway.retries.attempts."),
        ["*cache"] = ("Answers are not cached: each is decided on for the one who asked.", "Cache in the client where that is right."),
        ["*override_params"] = ("Bartizan does not change what clients ask of a model, except where policy masks something.", "Have clients send the parameter themselves."),
        ["*api_version"] = ("Azure's clients name the version themselves, and it travels on.", "Nothing: set it in the client, as for Azure itself."),
        ["*azure_model_name"] = ("On Azure a model's name is that of its deployment.", "Nothing."),
        ["*metadata"] = ("What is said of an exchange comes from who asks, not from the request.", "Give agents tags: bartizan agent add --tag."),
        ["*openai_organization"] = ("It travels on from the client.", "Have clients send the header OpenAI-Organization."),
        ["*openai_project"] = ("It travels on from the client.", "Have clients send the header OpenAI-Project."),
        ["*anthropic_version"] = ("It travels on from the client.", "Have clients send the header anthropic-version."),
        ["*anthropic_beta"] = ("It travels on from the client.", "Have clients send the header anthropic-beta."),
        ["*input_guardrails"] = Guardrail,
        ["*output_guardrails"] = Guardrail,
        ["*before_request_hooks"] = Guardrail,
        ["*after_request_hooks"] = Guardrail,
    });
}
