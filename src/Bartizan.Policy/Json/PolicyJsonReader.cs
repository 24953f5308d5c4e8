namespace Bartizan.Policy.Json;

internal static class PolicyJsonReader
{
    public static PolicySet Read(string json, string file, PolicyIds ids) => PolicySet.Parse(json, file, ids);
}
