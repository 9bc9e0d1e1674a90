using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary>A loss as it was given on the command line.</summary>
static class LossText
{
    /// <summary>Reads it.</summary>
    /// <param name="spec">The text.</param>
    /// <param name="where">The option or argument it was given for.</param>
    /// <exception cref="UsageException">It is no loss; the message says where it goes wrong and what exists.</exception>
    public static SegmentationLoss Parse(string spec, string where)
    {
        try
        {
            return SegmentationLoss.Parse(spec);
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"{where} {wrong.Message}");
        }
    }
}
