using Bartizan.Core.Results;
using Bartizan.Guard.Injection;

namespace Bartizan.Commands.Guard;

/// <summary>What <c>guard train</c> and <c>guard evaluate</c> share.</summary>
internal static class GuardModel
{
    /// <summary>The model of a file, or the one that ships.</summary>
    /// <exception cref="InputException">The file is no sound model.</exception>
    public static InjectionModel Load(string? file)
    {
        if (file is null)
            return InjectionModel.LoadDefault();
        try
        {
            return InjectionModel.Read(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError(e.Message, "Name a file that bartizan guard train wrote.", file));
        }
    }
}
