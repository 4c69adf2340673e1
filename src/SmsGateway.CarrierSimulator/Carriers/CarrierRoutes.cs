using SmsGateway.CarrierSimulator.Carriers.EightByEight;
using SmsGateway.CarrierSimulator.Carriers.MessageMedia;
using SmsGateway.CarrierSimulator.Carriers.Twilio;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>The carriers' paths, as in their public documentation.</summary>
internal static class CarrierRoutes
{
    public static void MapCarriers(this WebApplication app)
    {
        app.MapCarrier<TwilioApi>("/2010-04-01/Accounts/{account}/Messages.json");
        app.MapCarrier<TwilioApi>("/2010-04-01/Accounts/{account}/Calls.json");
        app.MapCarrier<MessageMediaApi>("/v1/messages");
        app.MapCarrier<EightByEightApi>("/api/v1/subaccounts/{account}/messages");
    }

    private static void MapCarrier<T>(this WebApplication app, string pattern)
        where T : class, ICarrierApi
    {
        var api = app.Services.GetRequiredService<T>();
        var endpoint = app.Services.GetRequiredService<CarrierEndpoint>();
        app.MapPost(pattern, (RequestDelegate)(context => endpoint.HandleAsync(context, api)));
    }
}
