namespace SegLab.Studio.Charts;

/// <summary>The look of a series: one of eight colours that colour-blind readers tell apart, dashed the second time round.</summary>
static class SeriesStyle
{
    const int Colours = 8;

    /// <summary>The classes of <c>charts.css</c> for the series with this index.</summary>
    public static string Classes(int index) => $"series s{index % Colours + 1}{(index / Colours % 2 == 1 ? " dashed" : "")}";
}
