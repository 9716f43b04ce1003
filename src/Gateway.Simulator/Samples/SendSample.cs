using System.Globalization;
using System.Text.Json;
using Gateway.Simulator.Demo;

namespace Gateway.Simulator.Samples;

/// <summary>What a day brings: things to send with, then the messages, in campaigns and one by one.</summary>
internal sealed class SendSample(GatewayClient gateway, TimeProvider time)
{
    private const string Mark = "[예시]";
    private const string From = "15777985";
    private const string Template = Mark + " 주문 확인";

    /// <summary>The same people and sums each time.</summary>
    private readonly Random _chance = new(20261129);

    public async Task RunAsync(CancellationToken stop)
    {
        var path = $"/v1/templates?name={Uri.EscapeDataString(Template)}";
        var known = await gateway.SendAsync(HttpMethod.Get, path, null, stop);
        if (known.Find("items") is { } items && items.GetArrayLength() > 0)
        {
            Console.WriteLine("The sample is there already; nothing is sent again.");
            return;
        }

        var watch = time.GetTimestamp();
        await PrepareAsync(stop);
        var sent = await SendCampaignsAsync(stop) + await SendSinglesAsync(stop);

        // Last: it says that all is there.
        await MakeTemplateAsync(Template, "#{이름}님, 주문이 접수되었습니다.\n주문번호: #{번호}", stop);
        var took = time.GetElapsedTime(watch).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Sent {sent:N0} messages in {took:0.0} s, all marked {Mark}."));
    }

    private async Task PrepareAsync(CancellationToken stop)
    {
        await MakeTemplateAsync(Mark + " 예약 안내", "#{이름}님, #{시각} 예약이 확정되었습니다. 변경은 1577-7985로 연락해 주세요.", stop);
        await PostAsync("/v1/senders", new { number = "1577-7985", comment = Mark + " 대표번호" }, stop);
        var refusing = new[] { "01055500090", "01055500091" };
        await PostAsync("/v1/optouts", new { numbers = refusing, comment = Mark + " 080 수신거부" }, stop);
        var account = await PostAsync("/v1/accounts", new
        {
            name = Mark + " 가맹점",
            channels = new[] { "sms", "lms", "alimtalk" },
            dailyQuota = 10_000,
            prices = new { sms = 8.4, lms = 25.9, alimtalk = 6.5 },
        }, stop);
        await PostAsync($"/v1/accounts/{account.Text("id")}/keys", new { name = Mark + " 주문 서버", test = true }, stop);
    }

    private Task MakeTemplateAsync(string name, string text, CancellationToken stop) =>
        PostAsync("/v1/templates", new { name, channel = "lms", subject = Mark, text }, stop);

    private async Task<int> SendCampaignsAsync(CancellationToken stop)
    {
        var sent = await SendBatchAsync("12월 청구 안내", 600, new
        {
            channel = "sms",
            from = From,
            priority = "bulk",
            text = Mark + " #{이름}님, 12월 청구액은 #{금액}원입니다.",
        }, hold: false, stop);
        sent += await SendBatchAsync("배송 출발 (알림톡)", 300, new
        {
            channel = "alimtalk",
            from = From,
            text = Mark + " #{이름}님, 주문하신 상품이 출발했습니다.",
            kakao = new { senderKey = "5c76f3c2a1b04d77", templateCode = "ship01" },
            fallback = new { channel = "sms" },
        }, hold: false, stop);
        sent += await SendBatchAsync("회원 약관 변경", 200, new
        {
            channel = "lms",
            from = From,
            subject = Mark + " 약관 변경 안내",
            text = Mark + " #{이름}님, 서비스 약관이 다음 달 1일부터 바뀝니다. 자세한 내용은 홈페이지 공지사항에서 확인해 주세요. 문의 1577-7985",
        }, hold: false, stop);
        sent += await SendBatchAsync("주말 예약 안내 (보류)", 250, new
        {
            channel = "sms",
            from = From,
            priority = "bulk",
            text = Mark + " #{이름}님, 주말 예약을 확인해 주세요.",
        }, hold: true, stop);
        return sent;
    }

    private async Task<int> SendBatchAsync(string name, int count, object defaults, bool hold, CancellationToken stop)
    {
        var messages = Enumerable.Range(0, count).Select(_ => new
        {
            to = new
            {
                phone = Phone(),
                name = Surname() + "민수",
                variables = new Dictionary<string, string>
                {
                    ["이름"] = Surname() + "민수",
                    ["금액"] = (_chance.Next(5, 90) * 1000).ToString("N0", CultureInfo.InvariantCulture),
                },
            },
        }).ToList();
        await PostAsync("/v1/batches", new { name = $"{Mark} {name}", hold, defaults, messages }, stop);
        return count;
    }

    private async Task<int> SendSinglesAsync(CancellationToken stop)
    {
        var tomorrow = time.GetUtcNow().AddDays(1).ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
        for (var i = 0; i < 60; i++)
        {
            var code = _chance.Next(100_000, 1_000_000).ToString(CultureInfo.InvariantCulture);
            var text = $"{Mark} 인증번호는 {code} 입니다.";
            await SendAsync(i, new { channel = "sms", from = From, to = Phone(), priority = "high", text }, stop);
        }

        for (var i = 60; i < 80; i++)
        {
            const string text = Mark + " 예약 시간은 내일 오전 열 시입니다.";
            await SendAsync(i, new { channel = "voice", from = From, to = Phone(), text }, stop);
        }

        for (var i = 80; i < 100; i++)
        {
            const string text = Mark + " 내일 방문 예약이 있습니다.";
            await SendAsync(i, new { channel = "sms", from = From, to = Phone(), scheduledAt = tomorrow, text }, stop);
        }

        await PostAsync("/v1/messages/cancel", new { reference = Reference(99) }, stop);
        return 100;
    }

    private Task SendAsync(int number, object message, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToNode(message)!.AsObject(); // It is an object.
        body["reference"] = Reference(number);
        return PostAsync("/v1/messages", body, stop);
    }

    private static string Reference(int number) => string.Create(CultureInfo.InvariantCulture, $"sample-{number:000}");

    private Task<JsonElement> PostAsync(string path, object body, CancellationToken stop) =>
        gateway.SendAsync(HttpMethod.Post, path, body, stop);

    /// <summary>None of the endings that the agents treat in their own way, but one in fifty that fails.</summary>
    private string Phone()
    {
        var ending = _chance.Next(50) == 0 ? 9907 : _chance.Next(1000, 9900);
        return string.Create(CultureInfo.InvariantCulture, $"0105{_chance.Next(100, 1000)}{ending}");
    }

    private string Surname() => "김이박최정강조윤장임"[_chance.Next(10)].ToString();
}
