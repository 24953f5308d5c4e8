namespace Bartizan.Configuration;

/// <summary>Reads <c>shadow</c>: policies that are tried and not enforced.</summary>
internal static class ShadowReader
{
    public static ShadowOptions Read(YamlSection root, Func<string?, string?> folder)
    {
        var section = root.Section("shadow");
        var shadow = new ShadowOptions
        {
            Policies = folder(section.Text("policies")),
            Packs = section.Texts("packs") ?? [],
            NewPolicies = section.Value("newPolicies", false, Quantities.YesNo, Quantities.YesNoExpected),
        };
        section.Close();
        return shadow;
    }
}
