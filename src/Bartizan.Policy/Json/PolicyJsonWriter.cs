namespace Bartizan.Policy.Json;

internal static class PolicyJsonWriter
{
    public static string Write(Policy policy) => policy.Id;

    public static string Write(PolicySet set) => set.ToCedar();
}
