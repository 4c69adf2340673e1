Console.WriteLine("SMS gateway workbench");
