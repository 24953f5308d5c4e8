namespace Bartizan.Console.People;

/// <summary>What the log says of sign-ins at providers that came to nothing: our own words, and nothing of what the provider sent but its error code.</summary>
internal static partial class SignInLog
{
    [LoggerMessage(4102, LogLevel.Warning, "Somebody who came back from provider {Provider} was not signed in: {Reason}")]
    public static partial void Failed(ILogger log, string provider, string reason);
}
