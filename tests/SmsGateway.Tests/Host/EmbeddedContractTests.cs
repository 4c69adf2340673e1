using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

[StartsProgram]
public sealed class EmbeddedContractTests(HostFixture gateway) : HttpContract(gateway), IClassFixture<HostFixture>;
