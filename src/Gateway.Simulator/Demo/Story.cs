namespace Gateway.Simulator.Demo;

/// <summary>
/// The demo's story: a receiver is registered, a message is sent, and its life is printed until its last webhook is
/// verified.
/// </summary>
internal sealed class Story(DemoOptions options, Printer print, TimeProvider time)
{
    private const string Text = "[게이트웨이] 인증번호는 482913 입니다.";
    private const string LastEvent = "message.delivered";
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CleaningLimit = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<string> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _verified = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MessageLife _life = new(print);

    public async Task PlayAsync(CancellationToken stop)
    {
        using var gateway = new GatewayClient(options.Gateway, options.Key);
        using var receiver = WebhookReceiver.Start();
        var (webhook, secret) = await gateway.RegisterWebhookAsync(receiver.Address, stop);
        print.Line("webhook", $"registered: {receiver.Address}");
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var serving = receiver.ServeAsync(new WebhookSignature(secret, time), ReceiveAsync, listening.Token);
        try
        {
            await FollowAsync(gateway, serving, stop);
        }
        finally
        {
            await CleanUpAsync(gateway, webhook);
            await listening.CancelAsync();
            await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(GatewayClient gateway, Task serving, CancellationToken stop)
    {
        print.StartClock();
        print.Line("message", $"\"{Text}\" from {options.From} to {options.To}");
        var (id, status) = await gateway.SendSmsAsync(options.From, options.To, Text, stop);
        _life.Tell(status, id);
        _sent.SetResult(id);
        await PollAsync(gateway, id, stop);
        var first = await Task.WhenAny(_verified.Task, serving).WaitAsync(stop);
        await first;
        print.Line("done", "delivered, and told by a webhook that is truly the gateway's");
    }

    private async Task PollAsync(GatewayClient gateway, string id, CancellationToken stop)
    {
        while (true)
        {
            var message = await gateway.GetMessageAsync(id, stop);
            _life.Tell(message);
            switch (message.Text("status"))
            {
                case "delivered":
                    return;
                case "failed" or "expired" or "canceled":
                    throw new DemoException($"the message ended as {MessageLife.Describe(message)}");
                default:
                    await Task.Delay(PollPause, time, stop);
                    break;
            }
        }
    }

    private async Task ReceiveAsync(ReceivedWebhook webhook, CancellationToken stop)
    {
        // A webhook can be faster than the answer to the POST.
        var id = await _sent.Task.WaitAsync(stop);
        if (webhook.Fault is { } fault)
        {
            _verified.TrySetException(new DemoException($"a webhook {webhook.Type} is not to be trusted: {fault}"));
        }
        else if (webhook.Message.FindText("id") != id)
        {
            print.Line("webhook", $"{webhook.Type} of another message");
        }
        else if (webhook.Type == LastEvent)
        {
            _life.Tell(webhook.Message);
            print.Line("webhook verified", webhook.Type);
            _verified.TrySetResult();
        }
        else
        {
            _life.Tell(webhook.Message);
            print.Line("webhook", webhook.Type);
        }
    }

    private async Task CleanUpAsync(GatewayClient gateway, string webhook)
    {
        using var limit = new CancellationTokenSource(CleaningLimit, time);
        try
        {
            await gateway.DeleteWebhookAsync(webhook, limit.Token);
        }
        catch (Exception fault) when (fault is DemoException or OperationCanceledException)
        {
            print.Line("webhook", $"could not be deleted: {fault.Message}");
        }
    }
}
