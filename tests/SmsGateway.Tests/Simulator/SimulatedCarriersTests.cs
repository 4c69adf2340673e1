using Microsoft.Extensions.Configuration;
using SmsGateway.CarrierSimulator;
using SmsGateway.CarrierSimulator.Carriers;
using Xunit;

namespace SmsGateway.Tests.Simulator;

/// <summary>What every carrier of the catalogue owes the carrier simulator, so that a new one cannot forget it.</summary>
public sealed class SimulatedCarriersTests
{
    private readonly SimulatedCarriers _catalog = new(
        new SimulatorSettings(new ConfigurationBuilder().Build()),
        TimeProvider.System
    );

    [Fact]
    public void No_two_carriers_share_a_name_a_section_or_a_path()
    {
        Assert.NotEmpty(_catalog.All);
        Assert.Distinct(
            _catalog.All.SelectMany(carrier =>
                new[] { carrier.Name, carrier.Section }.Distinct(StringComparer.OrdinalIgnoreCase)
            ),
            StringComparer.OrdinalIgnoreCase
        );
        Assert.Distinct(_catalog.All.SelectMany(carrier => carrier.Api.Paths), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_carrier_is_found_by_its_name_and_by_its_section_in_any_case()
    {
        Assert.All(
            _catalog.All,
            carrier =>
            {
                Assert.Same(carrier, _catalog.Find(carrier.Name.ToUpperInvariant()));
                Assert.Same(carrier, _catalog.Find(carrier.Section.ToLowerInvariant()));
            }
        );
        Assert.Null(_catalog.Find("nobody"));
        Assert.Null(_catalog.Find(null));
    }

    [Theory]
    [InlineData(nameof(Behaviour.InvalidNumber), Outcome.Rejected, null)]
    [InlineData(nameof(Behaviour.Unroutable), Outcome.Refused, null)]
    [InlineData(nameof(Behaviour.CredentialsRefused), Outcome.Refused, 401)]
    [InlineData(nameof(Behaviour.Throttled), Outcome.Throttled, 429)]
    [InlineData(nameof(Behaviour.ThrottledWithRetryAfter), Outcome.Throttled, 429)]
    [InlineData(nameof(Behaviour.ServerError), Outcome.Unavailable, 500)]
    [InlineData(nameof(Behaviour.Down), Outcome.Unavailable, 503)]
    [InlineData(nameof(Behaviour.Garbage), Outcome.Unknown, null)]
    public void Every_carrier_has_an_answer_to_every_behaviour_that_is_an_error(
        string behaviour,
        object outcome,
        int? statusOrItsHundreds
    ) =>
        Assert.All(
            _catalog.All,
            carrier =>
            {
                var answer = carrier.Api.Fail(Enum.Parse<Behaviour>(behaviour));

                Assert.Equal(outcome, answer.Outcome);
                // Where nothing is said, carriers differ: most refuse, some reject within a success.
                Assert.Equal(
                    statusOrItsHundreds ?? answer.Status,
                    statusOrItsHundreds < 10 ? answer.Status / 100 : answer.Status
                );
                Assert.Equal(behaviour == nameof(Behaviour.ThrottledWithRetryAfter) ? "2" : null, answer.RetryAfter);
            }
        );

    [Fact]
    public void Garbage_comes_with_a_success_status() =>
        Assert.All(_catalog.All, carrier => Assert.Equal(2, carrier.Api.Fail(Behaviour.Garbage).Status / 100));
}
