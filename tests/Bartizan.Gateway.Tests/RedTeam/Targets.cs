using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>Every dialect, each with as many of its fields as fit in one example.</summary>
internal static class Targets
{
    private const string Png = "iVBORw0KGgo=";

    private const string ChatRequest =
        """{"model":"gpt-test","messages":[{"role":"system","content":"Be brief.","name":"s"},{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}},{"type":"input_audio","input_audio":{"data":"AAEC/w==","format":"wav"}},{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0x/w=="}}]},{"role":"assistant","content":"ok","refusal":null,"audio":{"id":"audio_1"},"tool_calls":[{"id":"call_0","type":"function","function":{"name":"get","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"call_0","content":"sun"}],"max_completion_tokens":100,"temperature":0.5,"n":1,"seed":7,"stop":["END"],"logit_bias":{"50256":-100},"user":"u","metadata":{"k":"v"},"safety_identifier":"s","prompt_cache_key":"p","service_tier":"auto","prediction":{"type":"content","content":"x"},"tools":[{"type":"function","function":{"name":"get","description":"Gets.","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"integer","enum":[1,2],"maximum":5}}}}}],"tool_choice":{"type":"function","function":{"name":"get"}},"response_format":{"type":"json_schema","json_schema":{"name":"r","schema":{"type":"object","properties":{"b":{"type":"string","const":"c"}}}}},"web_search_options":{"user_location":{"type":"approximate","approximate":{"city":"Rome"}}}STREAM}""";

    private const string MessagesRequest =
        """{"model":"claude-test","max_tokens":100,"system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral","ttl":"5m"}}],"metadata":{"user_id":"u"},"stop_sequences":["END"],"temperature":0.5,"top_k":5,"thinking":{"type":"enabled","budget_tokens":1024},"service_tier":"auto","messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"document","title":"t","context":"c","source":{"type":"text","media_type":"text/plain","data":"words"},"citations":{"enabled":true}},{"type":"search_result","source":"https://x.example","title":"t","content":[{"type":"text","text":"found"}]}]},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"AAEC/w=="},{"type":"redacted_thinking","data":"AAEC/w=="},{"type":"text","text":"ok","citations":[{"type":"char_location","cited_text":"w","document_index":0,"document_title":"t","start_char_index":0,"end_char_index":1}]},{"type":"tool_use","id":"toolu_1","name":"get","input":{"a":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":false,"content":[{"type":"text","text":"sun"}]}]}],"tools":[{"name":"get","description":"Gets.","input_schema":{"type":"object","properties":{"a":{"type":"integer","enum":[1,2]}}}}],"tool_choice":{"type":"tool","name":"get"}STREAM}""";

    private const string ResponsesRequest =
        """{"model":"gpt-test","instructions":"Be brief.","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"},{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0x/w=="}]},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"AAEC/w=="},{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"ok","annotations":[{"type":"url_citation","url":"https://x.example","title":"t","start_index":0,"end_index":1}]}]},{"type":"function_call","id":"fc_1","call_id":"call_1","name":"get","arguments":"{\"a\":1}"},{"type":"function_call_output","call_id":"call_1","output":"sun"},{"type":"mcp_approval_response","approval_request_id":"m_1","approve":true,"reason":"r"}],"max_output_tokens":100,"temperature":0.5,"metadata":{"k":"v"},"user":"u","safety_identifier":"s","prompt_cache_key":"p","truncation":"auto","reasoning":{"effort":"low","summary":"auto"},"text":{"format":{"type":"json_schema","name":"r","schema":{"type":"object","properties":{"b":{"type":"string","enum":["c"]}}}},"verbosity":"low"},"include":["reasoning.encrypted_content"],"tools":[{"type":"function","name":"get","description":"Gets.","parameters":{"type":"object"}},{"type":"mcp","server_label":"s","server_url":"https://m.example","headers":{"X-A":"b"},"require_approval":"never"}],"tool_choice":"auto"STREAM}""";

    private const string GeminiRequest =
        """{"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"hi"},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}},{"fileData":{"mimeType":"image/png","fileUri":"https://x.example/f"},"videoMetadata":{"startOffset":"1s"}}]},{"role":"model","parts":[{"text":"hm","thought":true,"thoughtSignature":"AAEC/w=="},{"functionCall":{"id":"c1","name":"get","args":{"a":1}}},{"executableCode":{"language":"PYTHON","code":"1"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}}]},{"role":"user","parts":[{"functionResponse":{"id":"c1","name":"get","response":{"output":"sun"}}}]}],"tools":[{"functionDeclarations":[{"name":"get","description":"Gets.","parameters":{"type":"OBJECT","properties":{"a":{"type":"INTEGER","format":"int32"}}}}]},{"googleSearch":{}}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["get"]}},"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}],"generationConfig":{"maxOutputTokens":100,"temperature":0.5,"stopSequences":["END"],"responseMimeType":"application/json","responseSchema":{"type":"OBJECT","properties":{"b":{"type":"STRING","enum":["c"]}}},"thinkingConfig":{"thinkingBudget":100},"seed":7},"labels":{"k":"v"}}""";

    private const string ConverseRequest =
        """{"system":[{"text":"Be brief."},{"cachePoint":{"type":"default"}}],"messages":[{"role":"user","content":[{"text":"hi"},{"image":{"format":"png","source":{"bytes":"iVBORw0KGgo="}}},{"document":{"format":"pdf","name":"n","context":"c","source":{"bytes":"JVBERi0x/w=="},"citations":{"enabled":true}}},{"guardContent":{"text":{"text":"g","qualifiers":["query"]}}}]},{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"hm","signature":"AAEC/w=="}}},{"reasoningContent":{"redactedContent":"AAEC/w=="}},{"text":"ok"},{"toolUse":{"toolUseId":"t1","name":"get","input":{"a":1}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"t1","status":"success","content":[{"text":"sun"},{"json":{"b":2}}]}}]}],"inferenceConfig":{"maxTokens":100,"temperature":0.5,"stopSequences":["END"]},"toolConfig":{"tools":[{"toolSpec":{"name":"get","description":"Gets.","inputSchema":{"json":{"type":"object"}}}}],"toolChoice":{"tool":{"name":"get"}}},"additionalModelRequestFields":{"top_k":5},"additionalModelResponseFieldPaths":["/x"],"requestMetadata":{"k":"v"},"performanceConfig":{"latency":"standard"},"guardrailConfig":{"guardrailIdentifier":"g","guardrailVersion":"1","trace":"enabled"}}""";

    private static readonly (string, string)[] ChatEvents =
    [
        ("", """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-test","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"obfuscation":"xYz"}"""),
        ("", """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-test","choices":[{"index":0,"delta":{"content":" ok"},"logprobs":{"content":[{"token":" ok","logprob":-0.5,"bytes":[111],"top_logprobs":[{"token":"no","logprob":-2.5,"bytes":[110]}]}],"refusal":null},"finish_reason":null}]}"""),
        ("", """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-test","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get","arguments":"{\"a\":1}"}}]},"finish_reason":null}]}"""),
        ("", """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-test","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"""),
        ("", """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-test","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8,"prompt_tokens_details":{"cached_tokens":1}}}"""),
        ("", "[DONE]"),
    ];

    private static readonly (string, string)[] MessagesEvents =
    [
        Typed("message_start", """ "message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-test","content":[],"stop_reason":null,"stop_sequence":null,"container":null,"usage":{"input_tokens":3,"output_tokens":1,"service_tier":"standard","cache_creation":{"ephemeral_5m_input_tokens":0}}}"""),
        Typed("ping", " \"n\":1"),
        Typed("content_block_start", """ "index":0,"content_block":{"type":"thinking","thinking":"","signature":""}"""),
        Typed("content_block_delta", """ "index":0,"delta":{"type":"thinking_delta","thinking":" hm"}"""),
        Typed("content_block_delta", """ "index":0,"delta":{"type":"signature_delta","signature":"AAEC/w=="}"""),
        Typed("content_block_stop", " \"index\":0"),
        Typed("content_block_start", """ "index":1,"content_block":{"type":"text","text":"","citations":[]}"""),
        Typed("content_block_delta", """ "index":1,"delta":{"type":"text_delta","text":" ok"}"""),
        Typed("content_block_delta", """ "index":1,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"w","document_index":0,"document_title":"t","start_char_index":0,"end_char_index":1}}"""),
        Typed("content_block_stop", " \"index\":1"),
        Typed("content_block_start", """ "index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"get","input":{}}"""),
        Typed("content_block_delta", """ "index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}"""),
        Typed("content_block_stop", " \"index\":2"),
        Typed("content_block_start", """ "index":3,"content_block":{"type":"web_search_tool_result","tool_use_id":"srv_1","content":[{"type":"web_search_result","url":"https://x.example","title":"t","encrypted_content":"AAEC/w==","page_age":"1 day"}]}"""),
        Typed("content_block_stop", " \"index\":3"),
        Typed("message_delta", """ "delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}"""),
        ("message_stop", """{"type":"message_stop"}"""),
    ];

    private static readonly (string, string)[] ResponsesEvents =
    [
        Typed("response.created", """ "sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1700000000,"status":"in_progress","model":"gpt-test","instructions":"Be brief.","output":[],"tools":[],"metadata":{"k":"v"},"user":"u","usage":null}"""),
        Typed("response.output_item.added", """ "sequence_number":1,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}"""),
        Typed("response.content_part.added", """ "sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}"""),
        Typed("response.output_text.delta", """ "sequence_number":3,"item_id":"msg_1","output_index":0,"content_index":0,"delta":" ok","logprobs":[{"token":" ok","logprob":-0.5,"bytes":[111],"top_logprobs":[{"token":"no","logprob":-2.5,"bytes":[110]}]}],"obfuscation":"xYz" """),
        Typed("response.output_text.annotation.added", """ "sequence_number":4,"item_id":"msg_1","output_index":0,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","url":"https://x.example","title":"t","start_index":0,"end_index":1}"""),
        Typed("response.output_text.done", """ "sequence_number":5,"item_id":"msg_1","output_index":0,"content_index":0,"text":" ok","logprobs":[]"""),
        Typed("response.output_item.done", """ "sequence_number":6,"output_index":0,"item":{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":" ok"}]}"""),
        Typed("response.output_item.added", """ "sequence_number":7,"output_index":1,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"get","arguments":""}"""),
        Typed("response.function_call_arguments.delta", """ "sequence_number":8,"item_id":"fc_1","output_index":1,"delta":"{\"a\":1}" """),
        Typed("response.function_call_arguments.done", """ "sequence_number":9,"item_id":"fc_1","output_index":1,"arguments":"{\"a\":1}" """),
        Typed("response.output_item.done", """ "sequence_number":10,"output_index":1,"item":{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"get","arguments":"{\"a\":1}"}"""),
        Typed("response.output_item.done", """ "sequence_number":11,"output_index":2,"item":{"id":"ig_1","type":"image_generation_call","status":"completed","result":"iVBORw0KGgo="}"""),
        Typed("response.completed", """ "sequence_number":12,"response":{"id":"resp_1","object":"response","created_at":1700000000,"status":"completed","model":"gpt-test","output":[],"usage":{"input_tokens":3,"output_tokens":5,"total_tokens":8,"input_tokens_details":{"cached_tokens":1}}}"""),
    ];

    private static readonly (string, string)[] GeminiEvents =
    [
        ("", """{"candidates":[{"content":{"parts":[{"text":" hm","thought":true}],"role":"model"},"index":0}],"modelVersion":"gemini-test","responseId":"r1","usageMetadata":{"promptTokenCount":3}}"""),
        ("", """{"candidates":[{"content":{"parts":[{"text":" ok ","thoughtSignature":"AAEC/w=="}],"role":"model"},"index":0,"safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"NEGLIGIBLE"}],"groundingMetadata":{"webSearchQueries":["q"],"searchEntryPoint":{"renderedContent":"<b>x</b>"},"groundingChunks":[{"web":{"uri":"https://x.example","title":"t"}}]}}]}"""),
        ("", """{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"get","args":{"a":1}}}],"role":"model"},"index":0}]}"""),
        ("", """{"candidates":[{"content":{"parts":[{"text":" "}],"role":"model"},"finishReason":"STOP","finishMessage":"done","avgLogprobs":-0.5,"index":0,"citationMetadata":{"citationSources":[{"startIndex":0,"endIndex":1,"uri":"https://x.example","license":"MIT"}]}}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5,"totalTokenCount":8,"promptTokensDetails":[{"modality":"TEXT","tokenCount":3}]}}"""),
    ];

    private static readonly (string, string)[] ConverseEvents =
    [
        ("messageStart", """{"role":"assistant","p":"abc"}"""),
        ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":" hm"}}}"""),
        ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"AAEC/w=="}}}"""),
        ("contentBlockStop", """{"contentBlockIndex":0}"""),
        ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"text":" ok"}}"""),
        ("contentBlockStop", """{"contentBlockIndex":1}"""),
        ("contentBlockStart", """{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t1","name":"get"}}}"""),
        ("contentBlockDelta", """{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"a\":1}"}}}"""),
        ("contentBlockStop", """{"contentBlockIndex":2}"""),
        ("messageStop", """{"stopReason":"tool_use","additionalModelResponseFields":{"x":"y"}}"""),
        ("metadata", """{"usage":{"inputTokens":3,"outputTokens":5,"totalTokens":8},"metrics":{"latencyMs":12},"trace":{"guardrail":{"modelOutput":["m"]}}}"""),
    ];

    public static readonly Target Chat = new(
        "openai-chat",
        "/openai/v1/chat/completions",
        ChatRequest.Replace("STREAM", "", StringComparison.Ordinal),
        """{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-test","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"message":{"role":"assistant","content":"ok","refusal":null,"annotations":[{"type":"url_citation","url_citation":{"url":"https://x.example","title":"t","start_index":0,"end_index":1}}],"audio":{"id":"audio_1","data":"AAEC/w==","expires_at":1700000000,"transcript":"ok"},"reasoning_content":"hm","tool_calls":[{"id":"call_1","type":"function","function":{"name":"get","arguments":"{\"a\":1}"}}]},"logprobs":{"content":[{"token":"ok","logprob":-0.5,"bytes":[111],"top_logprobs":[{"token":"no","logprob":-2.5,"bytes":[110]}]}],"refusal":null},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8,"prompt_tokens_details":{"cached_tokens":1}}}""")
    {
        StreamRequest = ChatRequest.Replace("STREAM", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}", StringComparison.Ordinal),
        Events = ChatEvents,
    };

    public static readonly Target AzureDeployment = Chat with { Name = "azure-deployment", Path = "/azure/openai/deployments/gpt-test/chat/completions", StreamPath = "/azure/openai/deployments/gpt-test/chat/completions" };

    public static readonly Target Azure = Chat with { Name = "azure-v1", Path = "/azure/openai/v1/chat/completions", StreamPath = "/azure/openai/v1/chat/completions" };

    public static readonly Target Responses = new(
        "openai-responses",
        "/openai/v1/responses",
        ResponsesRequest.Replace("STREAM", "", StringComparison.Ordinal),
        """{"id":"resp_1","object":"response","created_at":1700000000,"status":"completed","model":"gpt-test","error":null,"incomplete_details":null,"instructions":"Be brief.","metadata":{"k":"v"},"previous_response_id":null,"service_tier":"default","user":"u","tools":[{"type":"function","name":"get","description":"Gets."}],"output":[{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"AAEC/w=="},{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"ok","annotations":[{"type":"file_citation","file_id":"file_1","filename":"a.txt","index":0}],"logprobs":[{"token":"ok","logprob":-0.5,"bytes":[111],"top_logprobs":[{"token":"no","logprob":-2.5,"bytes":[110]}]}]}]},{"type":"function_call","id":"fc_1","call_id":"call_1","name":"get","arguments":"{\"a\":1}","status":"completed"},{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}},{"type":"image_generation_call","id":"ig_1","status":"completed","result":"iVBORw0KGgo="}],"usage":{"input_tokens":3,"output_tokens":5,"total_tokens":8,"input_tokens_details":{"cached_tokens":1}}}""")
    {
        StreamRequest = ResponsesRequest.Replace("STREAM", ",\"stream\":true", StringComparison.Ordinal),
        Events = ResponsesEvents,
    };

    public static readonly Target Embeddings = new(
        "openai-embeddings",
        "/openai/v1/embeddings",
        """{"model":"gpt-test","input":["hi","there"],"encoding_format":"float","dimensions":3,"user":"u"}""",
        """{"object":"list","model":"gpt-test","data":[{"object":"embedding","index":0,"embedding":[0.5,-0.25]},{"object":"embedding","index":1,"embedding":"AAAAPwAAgL4="}],"usage":{"prompt_tokens":3,"total_tokens":3}}""");

    public static readonly Target Messages = new(
        "anthropic-messages",
        "/anthropic/v1/messages",
        MessagesRequest.Replace("STREAM", "", StringComparison.Ordinal),
        """{"id":"msg_1","type":"message","role":"assistant","model":"claude-test","container":{"id":"c_1","expires_at":"2026-01-01T00:00:00Z"},"content":[{"type":"thinking","thinking":"hm","signature":"AAEC/w=="},{"type":"redacted_thinking","data":"AAEC/w=="},{"type":"text","text":"ok","citations":[{"type":"char_location","cited_text":"w","document_index":0,"document_title":"t","start_char_index":0,"end_char_index":1}]},{"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"q"}},{"type":"web_search_tool_result","tool_use_id":"srv_1","content":[{"type":"web_search_result","url":"https://x.example","title":"t","encrypted_content":"AAEC/w==","page_age":"1 day"}]},{"type":"tool_use","id":"toolu_1","name":"get","input":{"a":1}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":5,"service_tier":"standard","server_tool_use":{"web_search_requests":1}}}""")
    {
        StreamRequest = MessagesRequest.Replace("STREAM", ",\"stream\":true", StringComparison.Ordinal),
        Events = MessagesEvents,
    };

    public static readonly Target CountTokens = new("anthropic-count", "/anthropic/v1/messages/count_tokens", MessagesRequest.Replace("STREAM", "", StringComparison.Ordinal), """{"input_tokens":12}""");

    public static readonly Target Gemini = new(
        "gemini",
        "/gemini/v1beta/models/gemini-test:generateContent",
        GeminiRequest,
        """{"candidates":[{"content":{"parts":[{"text":"hm","thought":true,"thoughtSignature":"AAEC/w=="},{"text":"ok"},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}},{"functionCall":{"id":"c1","name":"get","args":{"a":1}}},{"executableCode":{"language":"PYTHON","code":"1"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}}],"role":"model"},"finishReason":"STOP","finishMessage":"done","index":0,"avgLogprobs":-0.5,"safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"NEGLIGIBLE","blocked":false}],"citationMetadata":{"citationSources":[{"startIndex":0,"endIndex":1,"uri":"https://x.example","license":"MIT"}]},"groundingMetadata":{"webSearchQueries":["q"],"searchEntryPoint":{"renderedContent":"<b>x</b>","sdkBlob":"AAEC/w=="},"groundingChunks":[{"web":{"uri":"https://x.example","title":"t"}}],"groundingSupports":[{"segment":{"startIndex":0,"endIndex":1,"text":"o"},"groundingChunkIndices":[0],"confidenceScores":[0.5]}]},"logprobsResult":{"chosenCandidates":[{"token":"ok","tokenId":7,"logProbability":-0.5}],"topCandidates":[{"candidates":[{"token":"no","tokenId":8,"logProbability":-2.5}]}]}}],"promptFeedback":{"safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"NEGLIGIBLE"}]},"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5,"totalTokenCount":8,"trafficType":"ON_DEMAND"},"modelVersion":"gemini-test","createTime":"2026-01-01T00:00:00Z","responseId":"r1"}""")
    {
        StreamPath = "/gemini/v1beta/models/gemini-test:streamGenerateContent?alt=sse",
        Events = GeminiEvents,
    };

    public static readonly Target Converse = new(
        "bedrock-converse",
        "/bedrock/model/anthropic.test-v1%3A0/converse",
        ConverseRequest,
        """{"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"hm","signature":"AAEC/w=="}}},{"text":"ok"},{"toolUse":{"toolUseId":"t1","name":"get","input":{"a":1}}},{"citationsContent":{"content":[{"text":"ok"}],"citations":[{"title":"t","sourceContent":[{"text":"w"}],"location":{"documentChar":{"documentIndex":0,"start":0,"end":1}}}]}}]}},"stopReason":"tool_use","usage":{"inputTokens":3,"outputTokens":5,"totalTokens":8},"metrics":{"latencyMs":12},"additionalModelResponseFields":{"x":"y"},"trace":{"guardrail":{"modelOutput":["m"]}},"performanceConfig":{"latency":"standard"}}""")
    {
        StreamPath = "/bedrock/model/anthropic.test-v1%3A0/converse-stream",
        StreamType = "application/vnd.amazon.eventstream",
        Frame = e => AmazonEvents.Event(e.Name, e.Data),
        Events = ConverseEvents,
    };

    public static readonly Target Invoke = new(
        "bedrock-invoke",
        "/bedrock/model/meta.test-v1%3A0/invoke",
        """{"prompt":"hi","system":"Be brief.","max_gen_len":100,"temperature":0.5,"images":["iVBORw0KGgo="]}""",
        """{"generation":"ok","prompt_token_count":3,"generation_token_count":5,"stop_reason":"stop"}""")
    {
        StreamPath = "/bedrock/model/meta.test-v1%3A0/invoke-with-response-stream",
        StreamType = "application/vnd.amazon.eventstream",
        Frame = e => AmazonEvents.Chunk(e.Data),
        Events =
        [
            ("", """{"generation":"ok ","prompt_token_count":3,"generation_token_count":1,"stop_reason":null}"""),
            ("", """{"generation":"","generation_token_count":5,"stop_reason":"stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":3,"outputTokenCount":5}}"""),
        ],
    };

    public static readonly Target InvokeClaude = new(
        "bedrock-invoke-claude",
        "/bedrock/model/anthropic.test-v1%3A0/invoke",
        MessagesRequest.Replace("STREAM", ",\"anthropic_version\":\"bedrock-2023-05-31\"", StringComparison.Ordinal).Replace("\"model\":\"claude-test\",", "", StringComparison.Ordinal),
        Messages.Answer)
    {
        StreamPath = "/bedrock/model/anthropic.test-v1%3A0/invoke-with-response-stream",
        StreamType = "application/vnd.amazon.eventstream",
        Frame = e => AmazonEvents.Chunk(e.Data),
        Events = MessagesEvents,
    };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Target> All = [Chat, Azure, AzureDeployment, Responses, Embeddings, Messages, CountTokens, Gemini, Converse, Invoke, InvokeClaude];

    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => new(All.Select(t => t.Name));

    /// <summary>The names of those that stream.</summary>
    public static TheoryData<string> Streaming => new(All.Where(t => t.Events.Count > 0).Select(t => t.Name));

    /// <summary>The one of this name.</summary>
    public static Target Named(string name) => All.Single(t => t.Name == name);

    private static (string, string) Typed(string type, string rest) => (type, $"{{\"type\":\"{type}\",{rest.Trim()}}}");
}
