using System.Text;
using Microsoft.AspNetCore.Components;

namespace SegLab.Studio.Charts;

/// <summary>
/// A square matrix of shares, such as a confusion matrix, as shaded cells. The shades are closer for small shares, which are what errors
/// are; where there is room the cells hold their percentage.
/// </summary>
public sealed partial class MatrixChart : ComponentBase
{
    const double CharacterWidth = 6.8, LargestCell = 52, RoomForNumber = 24, LabelPitch = 13, GapFrom = 8;
    const int FirstDark = 7, Described = 4;

    string[] cells = [];
    bool hasNumbers;
    int labelLength, every = 1;
    double left, top, size, cell;

    /// <summary>The lowest share of each shade.</summary>
    public static IReadOnlyList<double> Shades { get; } = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What a row stands for.</summary>
    [Parameter, EditorRequired] public string RowTitle { get; set; } = "";

    /// <summary>What a column stands for.</summary>
    [Parameter, EditorRequired] public string ColumnTitle { get; set; } = "";

    /// <summary>The names of the rows, which are those of the columns.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>The shares by row and column, 0 to 1; a row of NaN has a line through it.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<IReadOnlyList<double>> Values { get; set; } = [];

    /// <summary>Width in pixels.</summary>
    [Parameter] public double Width { get; set; } = 640;

    string Description => string.Join("; ", Enumerable.Range(0, Names.Count).Select(Describe));

    /// <summary>Which of <see cref="Shades"/> a share has.</summary>
    internal static int Shade(double value)
    {
        int shade = Shades.Count - 1;
        while (shade > 0 && !(value >= Shades[shade])) shade--;
        return shade;
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        labelLength = Width < 500 ? 10 : 20;
        int longest = Names.Select(name => Math.Min(name.Length, labelLength)).Append(RowTitle.Length + 2).Append(ColumnTitle.Length + 2).Max();
        left = 10 + CharacterWidth * longest;
        top = Math.Max(40, 10 + CharacterWidth * Names.Select(name => Math.Min(name.Length, labelLength)).DefaultIfEmpty(0).Max());
        cell = Math.Min(LargestCell, (Width - left - 2) / Math.Max(1, Names.Count));
        size = cell * Names.Count;
        every = Math.Max(1, (int)Math.Ceiling(LabelPitch / cell));
        hasNumbers = cell >= RoomForNumber;
        cells = [.. Enumerable.Range(0, Shades.Count).Select(Cells)];
    }

    /// <summary>One path for all cells of a shade; neighbours in a row are one rectangle where cells have no gap.</summary>
    string Cells(int shade)
    {
        var path = new StringBuilder();
        double gap = cell > GapFrom ? 1 : 0;
        for (int i = 0; shade > 0 && i < Names.Count; i++)
        {
            for (int j = 0; j < Names.Count; j++)
            {
                int start = j;
                while (j < Names.Count && Shade(Values[i][j]) == shade && (gap == 0 || j == start)) j++;
                if (j == start) continue;
                double x = left + start * cell + gap / 2, y = top + i * cell + gap / 2, width = (j - start) * cell - gap;
                path.Append($"M{Svg.Number(x)} {Svg.Number(y)}h{Svg.Number(width)}v{Svg.Number(cell - gap)}h{Svg.Number(-width)}z");
                j--;
            }
        }

        return path.ToString();
    }

    string Describe(int row)
    {
        if (double.IsNaN(Values[row][row])) return $"{Names[row]}: {Figures.None}";
        IEnumerable<int> largest = Enumerable.Range(0, Names.Count).Where(j => Values[row][j] >= Shades[1]).OrderByDescending(j => Values[row][j]).Take(Described);
        return $"{Names[row]}: {string.Join(", ", largest.Select(j => $"{Figures.Share(Values[row][j])} {Names[j]}"))}";
    }

    static string? Number(double value) => value >= 0.005 ? Math.Round(100 * value).ToString("0") : null;
}
