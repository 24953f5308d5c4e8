namespace Bartizan.Policy.Syntax;

/// <summary>Where an expression stands, which says what it may hold beyond Cedar.</summary>
internal enum Clause
{
    /// <summary>In <c>when { … }</c>: nothing.</summary>
    Plain,

    /// <summary>In <c>when history { … }</c>: questions about the past.</summary>
    History,

    /// <summary>In the <c>where</c> of such a question: fields of the event.</summary>
    Event,
}
