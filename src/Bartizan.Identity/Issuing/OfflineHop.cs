namespace Bartizan.Identity.Issuing;

/// <summary>A step of a chain that a token's holder signed without asking here.</summary>
/// <param name="Id">Prefix <c>hop</c>; the same whenever it is looked at. Stands for the ids of the token and of the mandate that it makes.</param>
/// <param name="Issued">When it says that it was made, in whole seconds.</param>
internal sealed record OfflineHop(string Id, DateTimeOffset Issued);
