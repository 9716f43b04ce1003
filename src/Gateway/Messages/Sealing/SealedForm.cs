using System.Text;

namespace Gateway.Messages.Sealing;

/// <summary>What is encrypted of a message, as bytes: a version, the message's id, so that nobody can move one message's content to another, and the parts, each behind a mark that says whether it is there.</summary>
internal static class SealedForm
{
    private const byte Version = 1;
    private const int IdBytes = 16;

    public static byte[] Write(NewMessage message)
    {
        using var bytes = new MemoryStream(512);
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            writer.Write(message.Id.ToByteArray(bigEndian: true));
            Part(message.RecipientName);
            Part(message.Subject);
            Part(message.Body);
            Part(message.Metadata);
            Part(message.Details);

            void Part(string? part)
            {
                writer.Write(part is not null);
                if (part is not null)
                {
                    writer.Write(part);
                }
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Throws <see cref="InvalidDataException"/> when it is not the content of this message.</summary>
    public static MessageContent Read(Guid messageId, byte[] form)
    {
        using var reader = new BinaryReader(new MemoryStream(form), Encoding.UTF8);
        if (reader.ReadByte() != Version || new Guid(reader.ReadBytes(IdBytes), bigEndian: true) != messageId)
        {
            throw new InvalidDataException("It is the content of another message, or of a later version.");
        }

        return new MessageContent(Part(), Part(), Part(), Part(), MessageDetails.FromJson(Part()));

        string? Part() => reader.ReadBoolean() ? reader.ReadString() : null;
    }
}
