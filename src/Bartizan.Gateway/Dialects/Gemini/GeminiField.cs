namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Fields that have a rule of their own somewhere. A member's name is the field's name: <c>functionCall</c> and <c>function_call</c> are <see cref="FunctionCall"/>.</summary>
internal enum GeminiField
{
    /// <summary>Any other: inspected, untrusted.</summary>
    Unknown,

    // A request.
    Contents,
    SystemInstruction,
    Tools,
    FunctionDeclarations,
    ToolConfig,
    GenerationConfig,
    ResponseSchema,
    ResponseJsonSchema,
    StopSequences,
    MaxOutputTokens,
    CandidateCount,
    CachedContent,
    Labels,

    // A part.
    Parts,
    Text,
    ThoughtSignature,
    FunctionCall,
    FunctionResponse,
    ToolCall,
    ToolResponse,
    ExecutableCode,
    CodeExecutionResult,
    InlineData,
    FileData,

    // What a part holds.
    Id,
    Name,
    ToolType,
    Args,
    PartialArgs,
    WillContinue,
    Response,
    Output,
    Data,
    FileUri,
    DisplayName,

    // A response.
    Candidates,
    Content,
    FinishReason,
    AvgLogprobs,
    LogprobsResult,
    ChosenCandidates,
    TopCandidates,
    Token,
    TokenId,
    LogProbability,
    SafetyRatings,
    GroundingMetadata,
    CitationMetadata,
    UrlContextMetadata,
    PromptFeedback,
    BlockReason,
    UsageMetadata,
    PromptTokenCount,
    CandidatesTokenCount,
    ThoughtsTokenCount,
    CachedContentTokenCount,
    ToolUsePromptTokenCount,
    Error,
}
