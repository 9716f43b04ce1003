using Gateway.Simulator.Agents;
using Gateway.Simulator.Demo;
using Gateway.Simulator.Samples;

// The simulator plays the world around the gateway: the vendors' agents on one side, a customer with a webhook receiver
// on the other. It references nothing of the gateway, so that a wrong column or signature there cannot be mirrored
// here.
return args switch
{
    ["agent", .. var rest] => await AgentCommand.RunAsync(rest),
    ["demo", .. var rest] => await DemoCommand.RunAsync(rest),
    ["sample", .. var rest] => await SampleCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Gateway.Simulator agent --help | demo --help | sample --help");
    return 2;
}
