namespace Bartizan.Policy;

/// <summary>Gives the policies in force to those who only show or test them. What they get stays as it is; ask again to see a reload.</summary>
public interface IPolicySource
{
    /// <summary>The engine that decides now.</summary>
    PolicyEngine Current { get; }
}
