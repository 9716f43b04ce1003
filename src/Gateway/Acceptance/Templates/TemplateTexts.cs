namespace Gateway.Acceptance.Templates;

/// <summary>What the document says of the routes.</summary>
internal static class TemplateTexts
{
    public const string Create =
        "A message, the `defaults` of a batch or a line of an upload names it with `\"template\": \"<name or id>\"` "
        + "and gives recipients and variables; its own fields go before the template's. Everything is checked now: the "
        + "channel, each text, every `#{variable}`, and whether a configured vendor could send the shortest message "
        + "that comes from it.\n\nAn **alimtalk** is registered with it: every message with its `senderKey` and "
        + "`templateCode`, whether it names the template or not, must come from its text and its buttons once the "
        + "variables are filled. What does not is 422 `template_mismatch`, with the first letter that differs and "
        + "what stands around it on both sides. An account with `enforceTemplates` sends no other alimtalks.\n\n409 "
        + "`template_exists` when another template of the account has the name, or the sender key and code. At most "
        + "10,000 (`Limits:TemplatesPerAccount`).";

    public const string List =
        "`name` looks for one, letter by letter; `channel` for those of one kind. `accountId`: another account's, "
        + "with an admin key of the built-in account.";

    public const string Change =
        "Fields that you omit stay as they are, and `null` removes a field; `kakao`, `fallback` and `attachments` "
        + "are changed as a "
        + "whole. Takes effect within 5 seconds on every node. What was accepted before keeps its text, also a batch "
        + "that is "
        + "held or scheduled.";
}
