namespace Gateway.Platform.Vendors;

/// <summary>How long the columns of a vendor's queue are, as another node wrote it into the state database.</summary>
internal sealed class LearnedColumns
{
    private volatile Lengths _lengths = new(null, null);

    public int? Text => _lengths.Text;

    public int? TemplateCode => _lengths.TemplateCode;

    /// <summary>Costs nothing when it is what is known already, as it nearly always is.</summary>
    public void Learn(int? text, int? templateCode)
    {
        if (_lengths.Text != text || _lengths.TemplateCode != templateCode)
        {
            _lengths = new Lengths(text, templateCode);
        }
    }

    private sealed record Lengths(int? Text, int? TemplateCode);
}
