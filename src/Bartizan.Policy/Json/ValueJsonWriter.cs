using System.Globalization;
using System.Text.Json;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Json;

/// <summary>Writes values in the form that <see cref="ValueJsonReader"/> reads.</summary>
internal static class ValueJsonWriter
{
    public static void Write(Utf8JsonWriter json, CedarValue value)
    {
        switch (value)
        {
            case CedarBool b:
                json.WriteBooleanValue(b.Value);
                break;
            case CedarLong l:
                json.WriteNumberValue(l.Value);
                break;
            case CedarString s:
                json.WriteStringValue(s.Value);
                break;
            case CedarEntity e:
                json.WriteStartObject();
                json.WritePropertyName("__entity");
                WriteUid(json, e.Uid);
                json.WriteEndObject();
                break;
            case CedarSet set:
                json.WriteStartArray();
                foreach (var item in set.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case CedarRecord record:
                WriteRecord(json, record);
                break;
            case CedarIp ip:
                WriteExtension(json, ExtensionFunction.Ip, ip.Text);
                break;
            case CedarDecimal number:
                WriteExtension(json, ExtensionFunction.Decimal, number.Text);
                break;
            case CedarDuration duration:
                WriteExtension(json, ExtensionFunction.Duration, duration.Text);
                break;
            case CedarDateTime moment:
                WriteMoment(json, moment);
                break;
            default:
                throw new InvalidOperationException($"No JSON for {value.TypeName}.");
        }
    }

    public static void WriteRecord(Utf8JsonWriter json, CedarRecord record)
    {
        json.WriteStartObject();
        foreach (var (name, value) in record.Fields)
        {
            // A record of this form would be read back as an entity or an extension value.
            json.WritePropertyName(name is "__entity" or "__extn" ? throw new InvalidOperationException($"A record with a field {name} has no JSON form.") : name);
            Write(json, value);
        }

        json.WriteEndObject();
    }

    public static void WriteUid(Utf8JsonWriter json, EntityUid uid)
    {
        json.WriteStartObject();
        json.WriteString("type", uid.Type);
        json.WriteString("id", uid.Id);
        json.WriteEndObject();
    }

    // As milliseconds from the epoch: the literal cannot write every moment.
    private static void WriteMoment(Utf8JsonWriter json, CedarDateTime moment)
    {
        json.WriteStartObject();
        json.WriteStartObject("__extn");
        json.WriteString("fn", ExtensionFunction.Offset.Name());
        json.WriteStartArray("args");
        WriteExtension(json, ExtensionFunction.DateTime, "1970-01-01");
        WriteExtension(json, ExtensionFunction.Duration, $"{moment.EpochMilliseconds.ToString(CultureInfo.InvariantCulture)}ms");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteExtension(Utf8JsonWriter json, ExtensionFunction function, string argument)
    {
        json.WriteStartObject();
        json.WriteStartObject("__extn");
        json.WriteString("fn", function.Name());
        json.WriteString("arg", argument);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
