namespace Bartizan.Guard.Taint;

/// <summary>Where one argument of a tool call can have come from: the worst of everything in it.</summary>
/// <param name="Name">Its name at the top of the arguments; <c>input</c> when they are no JSON object, <c>*</c> for what lies beyond the budget.</param>
/// <param name="Origin">Where it can have come from.</param>
/// <param name="IsTarget">Whether it says where something goes or what is acted on (an address, an account, a path, a command), by its name or by its look.</param>
/// <param name="CarriesPrivate">Whether part of it stands in private text and was not said by the user.</param>
public readonly record struct ArgumentOrigin(string Name, Origin Origin, bool IsTarget, bool CarriesPrivate)
{
    /// <summary>Whether anybody's text may have put it there.</summary>
    public bool IsUntrusted => Origin >= Origin.Unknown;

    internal ArgumentOrigin With(Judgement judgement) => this with
    {
        Origin = judgement.Origin > Origin ? judgement.Origin : Origin,
        IsTarget = IsTarget || judgement.IsAddress,
        CarriesPrivate = CarriesPrivate || judgement.CarriesPrivate,
    };
}

/// <summary>What is known of one value.</summary>
internal readonly record struct Judgement(Origin Origin, bool IsAddress, bool CarriesPrivate);
