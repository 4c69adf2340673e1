using SmsGateway.Host;

if (HostArguments.Answer(args) is { } answer)
{
    Console.WriteLine(answer);
    return 0;
}

var urls = HostAddresses.Default;
try
{
    await using var app = HostApp.Create(args);
    urls = HostAddresses.Given(app.Configuration) ?? urls;
    return await HostApp.RunAsync(app);
}
catch (Exception e) when (StartFailure.Sentence(e, urls) is { } sentence)
{
    // An operator reads this, not a debugger.
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
