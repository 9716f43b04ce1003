namespace Gateway.Files;

/// <summary>A message's files cannot be laid before its agent.</summary>
/// <param name="message">For the operator: names the setting or the file.</param>
/// <param name="isPermanent">
/// True: it will never work for this message. False: it will when the directory is there again.
/// </param>
/// <param name="cause">What the disk said.</param>
internal sealed class StagingException(
    string message, bool isPermanent, Exception? cause = null) : Exception(message, cause)
{
    public bool IsPermanent => isPermanent;
}
