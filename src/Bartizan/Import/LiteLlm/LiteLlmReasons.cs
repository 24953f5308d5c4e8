namespace Bartizan.Import.LiteLlm;

/// <summary>Why settings of LiteLLM are not carried over, by path.</summary>
internal static class LiteLlmReasons
{
    private const string Standing = "Upstreams of one model stand in for each other in the order written, or share its requests by weight.";
    private const string Unchanged = "Bartizan does not change what clients ask of a model, except where policy masks something.";
    private const string Budgets = "Limits belong to agents, users, systems and models here, not to deployments.";
    private const string Limit = "Write it as a limit under budgets in bartizan.yaml.";
    private const string Once = "Retries are set once for the gateway.";
    private const string Retries = "Set gateway.retries.attempts.";

    public static Reasons All { get; } = new(new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["model_list.litellm_params"] = (Unchanged, "Have clients send the parameter themselves."),
        ["model_list.litellm_params.api_version"] = ("Azure's clients name the version themselves, and it travels on.", "Nothing: set it in the client, as for Azure itself."),
        ["model_list.litellm_params.organization"] = ("It travels on from the client.", "Have clients send the header OpenAI-Organization."),
        ["model_list.litellm_params.rpm"] = (Budgets, Limit),
        ["model_list.litellm_params.tpm"] = (Budgets, Limit),
        ["model_list.litellm_params.max_parallel_requests"] = (Budgets, Limit),
        ["model_list.litellm_params.max_budget"] = (Budgets, Limit),
        ["model_list.litellm_params.weight"] = (Standing, "Set weight at the upstreams of the model."),
        ["model_list.litellm_params.order"] = (Standing, "Put the upstream to be used first."),
        ["model_list.litellm_params.timeout"] = ("Time-outs are one for all upstreams.", "Set gateway.timeouts."),
        ["model_list.litellm_params.stream_timeout"] = ("Time-outs are one for all upstreams.", "Set gateway.timeouts.firstByte and idle."),
        ["model_list.litellm_params.litellm_credential_name"] = ("The key is kept in LiteLLM's own store.", "Put the key in the environment variable that the upstream names."),
        ["model_list.litellm_params.input_cost_per_token"] = ("Prices are not part of an upstream.", "Write them under budgets.prices where a budget counts money."),
        ["model_list.litellm_params.output_cost_per_token"] = ("Prices are not part of an upstream.", "Write them under budgets.prices where a budget counts money."),
        ["model_list.model_info"] = ("It describes the model and changes nothing here.", "Nothing."),
        ["router_settings"] = (Standing, "Put them in the order to be used, or set weight."),
        ["router_settings.fallbacks"] = ("Requests do not wander to another model: policy has allowed this one.", "Have the client try the other model."),
        ["router_settings.num_retries"] = (Once, Retries),
        ["router_settings.model_group_alias"] = ("Bartizan passes names of models on unchanged.", "Have clients ask for the provider's name."),
        ["litellm_settings.success_callback"] = ("Every exchange is an event in Bartizan's own log.", "Read it in the console, by the ledger, or from /metrics."),
        ["litellm_settings.failure_callback"] = ("Every exchange is an event in Bartizan's own log.", "Read it in the console, by the ledger, or from /metrics."),
        ["litellm_settings.callbacks"] = ("Every exchange is an event in Bartizan's own log.", "Read it in the console, by the ledger, or from /metrics."),
        ["litellm_settings.drop_params"] = (Unchanged, "Have clients send only what the model takes."),
        ["litellm_settings.modify_params"] = (Unchanged, "Have clients send only what the model takes."),
        ["litellm_settings.num_retries"] = (Once, Retries),
        ["litellm_settings.fallbacks"] = ("Requests do not wander to another model: policy has allowed this one.", "Have the client try the other model."),
        ["litellm_settings.default_fallbacks"] = ("Requests do not wander to another model: policy has allowed this one.", "Have the client try the other model."),
        ["litellm_settings.context_window_fallbacks"] = ("Requests do not wander to another model: policy has allowed this one.", "Have the client try the other model."),
        ["litellm_settings.content_policy_fallbacks"] = ("Requests do not wander to another model: policy has allowed this one.", "Have the client try the other model."),
        ["litellm_settings.guardrails"] = ("This is the older form of guardrails.", "Write it as the list guardrails and import again."),
        ["litellm_settings.cache"] = ("Answers are not cached: each is decided on for the one who asked.", "Cache in the client where that is right."),
        ["litellm_settings.cache_params"] = ("Answers are not cached: each is decided on for the one who asked.", "Cache in the client where that is right."),
        ["litellm_settings.max_budget"] = (Budgets, Limit),
        ["general_settings.master_key"] = ("There is no key that may do everything. It was not copied.", "Make a key for each agent: bartizan agent add. People sign in to the console."),
        ["general_settings.database_url"] = ("Bartizan brings its own store. The address was not copied.", "Choose the folder with --data."),
        ["general_settings.max_parallel_requests"] = (Budgets, Limit),
        ["guardrails"] = ("Bartizan's own inspectors do this work.", "Nothing, unless a policy needs it."),
        ["environment_variables"] = ("Bartizan reads its environment and never sets it. The values were not copied.", "Set them where Bartizan is started."),
        ["include"] = ("Other files are not read.", "Import each of them."),
    });
}
