using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Requests;
using Gateway.Insight.Console.Campaigns;
using Gateway.Insight.Console.Pages.Sending;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace Gateway.Insight.Console.Pages;

/// <summary>A campaign from a file: looked at, tried, and then uploaded as any client does.</summary>
public partial class NewCampaignPage
{
    /// <summary>What comes in over the page's own connection; greater files are for the API.</summary>
    private const long MostBytes = 256L << 20;

    private readonly Draft _draft = new() { Upgrades = true };

    /// <summary>Columns by the field that somebody has chosen for them.</summary>
    private readonly Dictionary<string, string> _mapped = [];

    private IReadOnlyList<ColumnShown> _columns = [];
    private IReadOnlyList<Fault> _columnFaults = [];
    private IBrowserFile? _file;
    private Peek? _peek;
    private TemplateShown? _template;
    private string? _name;
    private string? _fault;
    private bool _holds = true;
    private int? _paceMessages;
    private int? _paceSeconds;
    private bool _isBusy;

    private bool IsHeld => _holds || Visit.Key.TwoPersonRelease;

    private async Task ChooseAsync(InputFileChangeEventArgs chosen)
    {
        (_file, _trial, _fault) = (chosen.File, null, null);
        _mapped.Clear();
        _name = string.IsNullOrWhiteSpace(_name) ? Path.GetFileNameWithoutExtension(_file.Name) : _name;
        await LookAsync();
    }

    private async Task LookAsync()
    {
        _isBusy = true;
        try
        {
            await using var content = _file!.OpenReadStream(MostBytes, Gone); // Chosen before.
            _peek = await Table.LookAsync(content, _file.Name, [.. _mapped.Values], Gone);
        }
        catch (Exception fault) when (fault is IOException or JSException)
        {
            _peek = new Peek([], [], Unreadable);
        }
        finally
        {
            _isBusy = false;
        }

        Recognise();
    }

    /// <summary>The browser has taken the file away, or it is too great for this way.</summary>
    private string Unreadable => Of(
        $"파일을 읽을 수 없습니다. 파일을 수정했다면 다시 선택하고, {Sizes.Of(MostBytes)}보다 큰 파일은 API로 올리세요.",
        "The file cannot be read. If it was changed, choose it again. "
            + $"Upload files larger than {Sizes.Of(MostBytes)} with the API.");

    /// <summary>What each column is: the text decides too, because a name that stands in it is a variable.</summary>
    private void Recognise()
    {
        if (_peek is { Header.Count: > 0 } peek)
        {
            var texts = new SendMessageRequest
            {
                Text = _draft.UsesTemplate ? _template?.Text : _draft.Text,
                Subject = _draft.UsesTemplate ? _template?.Subject : _draft.Subject,
            };
            (_columns, _columnFaults) = ColumnShown.Of(peek.Header, _mapped, texts);
        }
        else
        {
            (_columns, _columnFaults) = ([], []);
        }
    }

    private async Task MapAsync(KeyValuePair<string, string?> column)
    {
        foreach (var field in _mapped.Where(one => one.Value == column.Key).Select(static one => one.Key).ToList())
        {
            _mapped.Remove(field);
        }

        // What its own name says needs no word.
        var said = ColumnNames.Field(column.Key) ?? ColumnNames.FieldOfKorean(column.Key);
        if (column.Value is { } chosen && chosen != said)
        {
            _mapped[chosen] = column.Key;
        }
        else if (column.Value is { } own)
        {
            _mapped.Remove(own);
        }

        await LookAsync(); // The separator may be another one with these names.
    }

    private void ChooseTemplate(TemplateShown? template)
    {
        _template = template;
        Recognise();
    }

    private List<string> Variables() => [.. _columns.Select(static column => column.Variable).OfType<string>()];

    private HashSet<string>? KnownNames() => _columns.Count == 0
        ? null
        : [.. Variables(), .. _columns.Select(static column => column.Field).OfType<string>()];

    private List<string> Unused()
    {
        var used = _draft.UsesTemplate ? _template?.Variables : _draft.Variables;
        return used is null
            ? []
            : [.. _columns.Where(column => column is { Field: null, Name.Length: > 0 } && !used.Contains(column.Name))
                .Select(static column => column.Name)];
    }

    /// <summary>The first line's values by the names that placeholders may have.</summary>
    private Dictionary<string, string> FirstLine()
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < _columns.Count && _peek is { Lines: [var first, ..] }; i++)
        {
            var value = i < first.Count ? first[i] : "";
            if (_columns[i].Name.Length > 0)
            {
                values[_columns[i].Name] = value;
                values[_columns[i].Field ?? _columns[i].Name] = value;
            }
        }

        return values;
    }

    private string? FirstRecipient() => FirstLine().TryGetValue(ColumnNames.To, out var to) ? "→ " + to : null;

    private string? Shown(string? text)
    {
        var values = FirstLine();
        return string.IsNullOrEmpty(text) ? values.GetValueOrDefault("text") : Draft.Fill(text, values);
    }

    private string Told(Fault wrong) => wrong is { Pointer: "/to", Code: "required" }
        ? Of(
            "받는 번호가 있는 열을 찾지 못했습니다. 위에서 해당 열을 '받는 번호'로 선택하세요. 표 위에 제목 줄이 있으면 삭제하세요.",
            "No column of phone numbers was found. Choose it above. Remove any title row above the table.")
        : wrong.Detail;
}
