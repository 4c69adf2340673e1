using SmsGateway.Workbench.Load;

if (args is ["load"])
{
    return await LoadCommand.RunAsync(Console.In, Console.Out);
}

return 0;
