using System.ComponentModel.DataAnnotations;
using Gateway.Messages.Contents;
using Gateway.Vendors;

namespace Gateway.Acceptance.Templates;

/// <summary>A template.</summary>
internal sealed record TemplateRequest
{
    /// <summary>
    /// By which messages name it: at most 100 characters on one line, unique in the account letter by letter
    /// (<c>Order</c> and <c>order</c> are two), and nothing that looks like an id. Required.
    /// </summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>What kind of message. Required.</summary>
    [Required]
    public Channel? Channel { get; init; }

    /// <summary>
    /// The text, with <c>#{name}</c> where each message has a value of its own. Required, but for a fax and for a call
    /// that plays a file.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Subject of an LMS, MMS or fax. May hold placeholders.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// Of an alimtalk or friendtalk. An alimtalk is registered with it: what is sent with its <c>senderKey</c> and
    /// <c>templateCode</c> must come from its text, and its buttons from these.
    /// </summary>
    public KakaoRequest? Kakao { get; init; }

    /// <summary>What is sent when a message cannot be delivered.</summary>
    public FallbackRequest? Fallback { get; init; }

    /// <summary>
    /// Ids of uploaded files. A template does not keep a file from expiring: an expired one is reported when a message
    /// is sent.
    /// </summary>
    public List<Guid>? Attachments { get; init; }

    /// <summary>
    /// Whose template it is. Default: the key's account. Others only with an admin key of the built-in account.
    /// </summary>
    public Guid? AccountId { get; init; }

    internal TemplateFields ToFields() => new(Name, Channel, new TemplateContent
    {
        Text = Text,
        Subject = Subject,
        Kakao = Kakao,
        Fallback = Fallback,
        Attachments = Attachments,
    });
}

/// <summary>What to change of a template; fields that you omit stay, and <c>null</c> removes a field.</summary>
internal sealed record ChangeTemplateRequest
{
    private readonly HashSet<string> _given = [];

    /// <summary>A new name.</summary>
    public string? Name
    {
        get;
        set => field = Given(value, nameof(Name));
    }

    /// <summary>Another channel.</summary>
    public Channel? Channel
    {
        get;
        set => field = Given(value, nameof(Channel));
    }

    /// <summary>Another text.</summary>
    public string? Text
    {
        get;
        set => field = Given(value, nameof(Text));
    }

    /// <summary>Another subject.</summary>
    public string? Subject
    {
        get;
        set => field = Given(value, nameof(Subject));
    }

    /// <summary>Takes the place of the whole <c>kakao</c>.</summary>
    public KakaoRequest? Kakao
    {
        get;
        set => field = Given(value, nameof(Kakao));
    }

    /// <summary>Takes the place of the whole <c>fallback</c>.</summary>
    public FallbackRequest? Fallback
    {
        get;
        set => field = Given(value, nameof(Fallback));
    }

    /// <summary>Take the place of all attachments.</summary>
    public List<Guid>? Attachments
    {
        get;
        set => field = Given(value, nameof(Attachments));
    }

    /// <summary>The template with this changed.</summary>
    internal TemplateFields Over(TemplateFields before) => new(
        Or(nameof(Name), Name, before.Name),
        Has(nameof(Channel)) ? Channel : before.Channel,
        new TemplateContent
        {
            Text = Or(nameof(Text), Text, before.Content.Text),
            Subject = Or(nameof(Subject), Subject, before.Content.Subject),
            Kakao = Or(nameof(Kakao), Kakao, before.Content.Kakao),
            Fallback = Or(nameof(Fallback), Fallback, before.Content.Fallback),
            Attachments = Or(nameof(Attachments), Attachments, before.Content.Attachments),
        });

    private bool Has(string name) => _given.Contains(name);

    private T? Or<T>(string name, T? given, T? before)
        where T : class => Has(name) ? given : before;

    /// <summary>Tells null from nothing.</summary>
    private T Given<T>(T value, string name)
    {
        _given.Add(name);
        return value;
    }
}
