namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>What a carrier's request says, in one form. Not a record: nothing may print the text by accident.</summary>
internal sealed class ReceivedMessage(string recipient, string sender, string body, bool isVoice = false)
{
    public string Recipient => recipient;

    public string Sender => sender;

    public string Body => body;

    public bool IsVoice => isVoice;
}
