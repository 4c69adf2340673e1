using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>The same contract with messages sealed: nobody outside sees a difference.</summary>
public sealed class SealedContractTests(SealedGatewayFixture gateway)
    : HttpContract(gateway),
        IClassFixture<SealedGatewayFixture>;

public sealed class SealedGatewayFixture : GatewayFixture
{
    private protected override Task<Uri> StartGatewayAsync(Dictionary<string, string?> settings, FakeLoggerProvider log)
    {
        settings["Gateway:Encryption:KeySecretName"] = Codecs.SecretName;
        settings[$"Secrets:{Codecs.SecretName}"] = Codecs.Key(1);
        return base.StartGatewayAsync(settings, log);
    }
}
