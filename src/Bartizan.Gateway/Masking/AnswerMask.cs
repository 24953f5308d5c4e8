using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Masking;

/// <summary>Puts the value where its token stood, and the label over everything else that is masked.</summary>
internal sealed class AnswerMask(ExchangeMasking masking) : IMask
{
    /// <summary>The mask for an exchange's answer.</summary>
    public static IMask For(ExchangeMasking? masking) => masking?.Tokens is null ? LabelMask.Instance : new AnswerMask(masking);

    /// <inheritdoc/>
    public MaskText TextFor(Finding finding) =>
        finding.Token is null ? LabelMask.Instance.TextFor(finding) : new MaskText(masking.ValueOf(finding), MaskKind.Value);
}
