namespace Bartizan.Console.Contract;

/// <summary>An identity provider through which people may sign in.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Title">What its button says.</param>
public sealed record ProviderView(string Name, string Title);

/// <summary>The identity providers.</summary>
/// <param name="Items">In the order of their buttons.</param>
public sealed record ProviderList(IReadOnlyList<ProviderView> Items);

/// <summary>Begins to sign in at a provider.</summary>
/// <param name="ReturnTo">The page that the person wants, a path of the console such as <c>/consent?request=…</c>.</param>
public sealed record BeginSignIn(string ReturnTo);

/// <summary>Where the browser goes.</summary>
/// <param name="Location">An address at the provider.</param>
public sealed record SignInBegun(string Location);

/// <summary>Who the person is at an identity provider.</summary>
/// <param name="Id">Id, prefix <c>idn</c>.</param>
/// <param name="Provider">The provider's title, or its issuer where it is not configured any more.</param>
/// <param name="Subject">What the provider calls the person.</param>
/// <param name="Linked">When the two were linked.</param>
/// <param name="LastUsed">When it was last signed in with; null before the first time.</param>
/// <param name="Removable">Whether it can be taken away; not where the account came from that provider.</param>
public sealed record IdentityView(string Id, string Provider, string Subject, DateTimeOffset Linked, DateTimeOffset? LastUsed, bool Removable);

/// <summary>The person's own identities.</summary>
/// <param name="Items">The oldest first.</param>
/// <param name="More">Providers that the person can still link.</param>
public sealed record IdentityList(IReadOnlyList<IdentityView> Items, IReadOnlyList<ProviderView> More);

/// <summary>Begins to link an identity to the account of the person who is signed in.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Password">The account's password: an open session alone must not be enough for another way in.</param>
/// <param name="ReturnTo">The page to come back to.</param>
public sealed record LinkIdentity(string Provider, string Password, string ReturnTo);
