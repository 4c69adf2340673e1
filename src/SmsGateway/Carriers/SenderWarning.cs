using SmsGateway.Configuration;

namespace SmsGateway.Carriers;

/// <summary>For carriers that choose no sender by themselves.</summary>
internal static class SenderWarning
{
    /// <summary>Tells when the settings name no sender, or none but for some regions.</summary>
    /// <param name="reader">Of the carrier.</param>
    /// <param name="carrier">Its name in the world.</param>
    /// <param name="chooser">The setting that names what chooses a sender instead, where the carrier has such a thing.</param>
    public static void Look(ConfigurationReader reader, string carrier, string? chooser = null)
    {
        if (reader.Has("From") || (chooser is not null && reader.Has(chooser)))
        {
            return;
        }

        var unset = chooser is null ? "is not set" : $"is not set, and {chooser} neither";
        var where = reader.Has("Senders") ? "for regions that Senders does not name, " : "";
        reader.Warn("From", $"{unset}: {where}{carrier} takes no text that has no sender of its own");
    }
}
