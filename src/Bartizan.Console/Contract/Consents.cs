namespace Bartizan.Console.Contract;

/// <summary>What an app asks the person for.</summary>
/// <param name="Client">The app's id; an address where it comes with a description of itself.</param>
/// <param name="Name">The agent's name, or what an app that nobody vouched for calls itself; what people could not see in it is spelt out.</param>
/// <param name="Owner">Who answers for the agent; null when nobody does yet.</param>
/// <param name="Vouched">Whether somebody here registered it.</param>
/// <param name="Use">What it asks for.</param>
/// <param name="RedirectHost">Where the browser goes with the answer.</param>
/// <param name="StaysHere">Whether that is a program on the person's own machine.</param>
/// <param name="Until">When it can do nothing more without asking again.</param>
/// <param name="Expires">When the question ends.</param>
/// <param name="Remembered">Whether the person said yes to as much before, so that they need not be asked.</param>
/// <param name="NeedsSignIn">Whether the app asks for a newer sign-in, or one in another way, before the person can say yes.</param>
public sealed record ConsentRequestView(
    string Client,
    string Name,
    string? Owner,
    bool Vouched,
    ConsentUse Use,
    string RedirectHost,
    bool StaysHere,
    DateTimeOffset Until,
    DateTimeOffset Expires,
    bool Remembered,
    bool NeedsSignIn);

/// <summary>What an agent may do for a person.</summary>
/// <param name="Resource">At which resource.</param>
/// <param name="IsGateway">Whether that is the gateway as a whole.</param>
/// <param name="Scopes">With which scopes.</param>
/// <param name="Models">With which models, * at the end for all that begin so; null for all that policy allows.</param>
/// <param name="Tools">With which tools.</param>
/// <param name="Renews">Whether it may go on while the person is away.</param>
/// <param name="Purpose">What for, in the words of the app; null where it did not say.</param>
/// <param name="Limits">What it may spend altogether, as people write it; null where that is not limited here.</param>
/// <param name="HandsOn">How many agents may act for it, one after the other; null where that is not limited here.</param>
public sealed record ConsentUse(
    string Resource,
    bool IsGateway,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? Models,
    IReadOnlyList<string>? Tools,
    bool Renews,
    string? Purpose,
    IReadOnlyList<string>? Limits,
    int? HandsOn);

/// <summary>Answers an app's question.</summary>
/// <param name="Allow">Whether it may.</param>
public sealed record AnswerConsent(bool Allow);

/// <summary>The question is answered.</summary>
/// <param name="Redirect">Where the browser goes now.</param>
public sealed record ConsentAnswered(string Redirect);

/// <summary>The agents that act for the person.</summary>
/// <param name="Items">By when they were let in.</param>
public sealed record ConnectedAgents(IReadOnlyList<ConnectedAgent> Items);

/// <summary>An agent that acts for the person.</summary>
/// <param name="Agent">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Vouched">Whether somebody here registered it.</param>
/// <param name="Since">When the person first let it in.</param>
/// <param name="Uses">What it may do.</param>
public sealed record ConnectedAgent(string Agent, string Name, string Owner, bool Vouched, DateTimeOffset Since, IReadOnlyList<ConsentUse> Uses);

/// <summary>What agents ask the person without a browser of theirs.</summary>
/// <param name="Items">The oldest first.</param>
public sealed record WaitingQuestions(IReadOnlyList<WaitingQuestion> Items);

/// <summary>One such question.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Agent">The agent's id.</param>
/// <param name="Name">The agent's name.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Message">What the agent would have the person compare, in its own words; null for nothing.</param>
/// <param name="Use">What it asks for.</param>
/// <param name="Created">When it asked.</param>
/// <param name="Expires">Until when it can be answered.</param>
public sealed record WaitingQuestion(
    string Id, string Agent, string Name, string Owner, string? Message, ConsentUse Use, DateTimeOffset Created, DateTimeOffset Expires);
