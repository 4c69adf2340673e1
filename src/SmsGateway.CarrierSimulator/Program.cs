using SmsGateway.CarrierSimulator;

try
{
    await using var app = SimulatorApp.Create(args);
    await app.RunAsync();
    return 0;
}
catch (OperationCanceledException)
{
    // Told to end before it had begun to listen.
    return 0;
}
catch (Exception e) when (e is SimulatorConfigurationException or IOException)
{
    // IOException: the address is taken. Both are the operator's to mend; a stack trace would only hide the sentence.
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
