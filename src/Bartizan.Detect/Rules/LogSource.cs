namespace Bartizan.Detect.Rules;

/// <summary>
/// Where events come from (Sigma rules specification 2.1, "Log source"): of a rule, each part null where any will do; texts compare without case.
/// </summary>
/// <param name="Product">Such as <c>windows</c>.</param>
/// <param name="Service">Such as <c>cloudtrail</c>.</param>
/// <param name="Category">Such as <c>process_creation</c>.</param>
public sealed record LogSource(string? Product = null, string? Service = null, string? Category = null)
{
    /// <summary>Whether everything that this names is declared by the event.</summary>
    public bool Holds(DeclaredSource declared) =>
        (Product is null || Same(Product, declared.Product))
        && (Service is null || Same(Service, declared.Service))
        && (Category is null || declared.Categories.Any(c => Same(Category, c)));

    /// <summary>Whether all that this names is also named, the same, by <paramref name="narrower"/>.</summary>
    public bool Covers(LogSource narrower) =>
        (Product is null || Same(Product, narrower.Product))
        && (Service is null || Same(Service, narrower.Service))
        && (Category is null || Same(Category, narrower.Category));

    private static bool Same(string a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The log source that one event declares; an event may be of several categories.</summary>
/// <param name="Product">Product, or null.</param>
/// <param name="Service">Service, or null.</param>
/// <param name="Categories">Categories, or none.</param>
public sealed record DeclaredSource(string? Product, string? Service, IReadOnlyList<string> Categories);
