using System.Globalization;

namespace SegLab.Training.Studies;

/// <summary>A table of a study.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, a cell for each column.</param>
public sealed record StudyTable(string Name, string Title, IReadOnlyList<StudyColumn> Columns, IReadOnlyList<IReadOnlyList<StudyCell>> Rows)
{
    /// <summary>How to read it, in sentences.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether it has too many rows for a terminal; it stands on the page and in the JSON.</summary>
    public bool IsDetail { get; init; }
}

/// <summary>A column of a <see cref="StudyTable"/>.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Format">How its numbers are written, as .NET format strings; null for a column of texts.</param>
public sealed record StudyColumn(string Name, string Title, string? Format = null)
{
    /// <summary>Whether it holds names from a source, such as losses, that are written as code.</summary>
    public bool IsCode { get; init; }

    /// <summary>A cell as text; a dash for a number that does not exist.</summary>
    public string Write(StudyCell cell) =>
        cell.Text ?? (double.IsFinite(cell.Number) ? cell.Number.ToString(Format, CultureInfo.InvariantCulture).Replace('-', '\u2212') : "–");
}

/// <summary>A text or a number of a <see cref="StudyTable"/>.</summary>
/// <param name="Text">The text; null for a number.</param>
/// <param name="Number">The number; NaN where there is none.</param>
public readonly record struct StudyCell(string? Text, double Number)
{
    /// <summary>A text.</summary>
    public static implicit operator StudyCell(string text) => new(text, double.NaN);

    /// <summary>A number.</summary>
    public static implicit operator StudyCell(double number) => new(null, number);
}
