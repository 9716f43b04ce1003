using Gateway.Accounts;

namespace Gateway.Reports;

/// <summary>
/// Whose faxes and short messages those are that come in. The one place to change when accounts have numbers of their
/// own to receive at.
/// </summary>
internal static class ReceivedOwner
{
    public static Guid Account => Caller.DefaultAccount;
}
