using SmsGateway.Carriers;

namespace SmsGateway.Tests.Carriers;

/// <summary>Reads carrier settings written <c>key=value;key=value</c>.</summary>
internal static class OptionsText
{
    public static (CarrierOptions? Options, IReadOnlyList<string> Errors) Read(string kind, string settings) =>
        CarrierHarness.Read([
            ("Kind", kind),
            .. settings
                .Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(setting => setting.Split('=', 2))
                .Select(pair => (pair[0], pair[1])),
        ]);
}
