using System.Text.RegularExpressions;

namespace SegLab.Studio.Report;

/// <summary>Short names of losses for the places where their text form has no room.</summary>
static partial class LossLabels
{
    const int Room = 18;

    /// <summary>The rank and the loss, without its parameters where it is long: <c>2 · ce + dice</c>.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> losses) => [.. losses.Select((loss, i) => $"{i + 1}\u00A0· {Abridge(loss)}")];

    static string Abridge(string loss) => loss.Length <= Room ? loss : Parameters().Replace(loss, "");

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Parameters();
}
