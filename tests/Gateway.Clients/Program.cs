using Gateway.Clients;

// Gateway.Clients nswag|kiota URL, with the key in GATEWAY_KEY: does what a customer's program does, and prints one line
// for each thing that worked.
var address = new Uri(args[1]);
using var http = new HttpClient { BaseAddress = address };
http.DefaultRequestHeaders.Authorization = new("Bearer", Environment.GetEnvironmentVariable("GATEWAY_KEY"));
await (args[0] == "nswag" ? UseNSwag.RunAsync(http) : UseKiota.RunAsync(http));
