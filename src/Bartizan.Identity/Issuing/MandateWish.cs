using Bartizan.Core.Identity.Mandates;

namespace Bartizan.Identity.Issuing;

/// <summary>The mandate that a client wants a token under: one to go on with, or a new one.</summary>
/// <param name="Id">Id of the one to go on with; null for a new one.</param>
/// <param name="Terms">What a new one is to say.</param>
internal sealed record MandateWish(string? Id, MandateTerms Terms);
