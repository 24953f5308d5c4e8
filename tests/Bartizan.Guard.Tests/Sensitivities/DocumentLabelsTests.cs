using Bartizan.Core.Exchanges;
using Bartizan.Guard.Sensitivities;

namespace Bartizan.Guard.Tests.Sensitivities;

public class DocumentLabelsTests
{
    private const string Id = "8faca7b8-8d20-48a3-8ea2-0f96310a848e";
    private static readonly DocumentLabels Labels = new(new Dictionary<Guid, Sensitivity> { [Guid.Parse(Id)] = Sensitivity.Restricted });

    [Theory]
    [InlineData("Sensitivity: Confidential", Sensitivity.Confidential)]
    [InlineData("sensitivity\nrestricted", Sensitivity.Restricted)]
    [InlineData("\"sensitivity_label\": \"INTERNAL\"", Sensitivity.Internal)]
    [InlineData("Sensitivity Label = public; owner = x", Sensitivity.Public)]
    [InlineData("classification: internal\nsensitivity: confidential\nclassification: public", Sensitivity.Confidential)]
    [InlineData($"MSIP_Label_{Id}_Enabled=true; MSIP_Label_{Id}_Name=Secret", Sensitivity.Restricted)]
    [InlineData("a-b-c 8FACA7B8-8D20-48A3-8EA2-0F96310A848E", Sensitivity.Restricted)]
    public void A_label_is_read_in_metadata(string metadata, Sensitivity expected) => Assert.Equal(expected, Labels.In(metadata));

    [Theory]
    [InlineData("")]
    [InlineData("confidential")]
    [InlineData("sensitivity")]
    [InlineData("sensitivity: confidentially speaking")]
    [InlineData("The sensitivity of public opinion")]
    [InlineData("8faca7b8-8d20-48a3-8ea2-0f96310a8480")]
    [InlineData("MSIP_Label_8faca7b8-8d20-48a3-8ea2-0f96310a")]
    public void Other_text_names_none(string metadata) => Assert.Null(Labels.In(metadata));

    [Theory]
    [InlineData("Confidential", Sensitivity.Confidential)]
    [InlineData(" restricted ", Sensitivity.Restricted)]
    [InlineData(Id, Sensitivity.Restricted)]
    [InlineData("secret", null)]
    [InlineData("00000000-0000-0000-0000-000000000000", null)]
    public void A_value_is_a_name_or_a_known_id(string value, Sensitivity? expected) => Assert.Equal(expected, Labels.Named(value));
}
