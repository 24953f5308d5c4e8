using Bartizan.Gateway.Configuration;

namespace Bartizan.Configuration;

/// <summary>Reads the AWS access key pair of an upstream.</summary>
internal static class AccessKeyReader
{
    /// <summary>The section <c>accessKey</c>, or null when there is none.</summary>
    public static AwsKeyOptions? Read(YamlSection upstream)
    {
        if (!upstream.Has("accessKey"))
        {
            return null;
        }

        var section = upstream.Section("accessKey");
        var key = new AwsKeyOptions { Id = section.Required("id"), Secret = section.Required("secret"), SessionToken = section.Text("sessionToken") };
        section.Close();
        return key;
    }
}
