namespace SegLab.Losses;

/// <summary>A loss that compares, for each class, the region predicted with the true one, and takes the mean over the classes.</summary>
public abstract record RegionLoss : PerClassLoss
{
    private protected RegionLoss()
    {
    }

    /// <summary>What is made of a class that the target does not have.</summary>
    public AbsentClass AbsentClass { get; init; }

    /// <summary>Whether the mean divides by the sum of the class weights (segmentation_models.pytorch) and not by their number (MONAI, default).</summary>
    public bool NormalizeClassWeights { get; init; }

    /// <summary>What is wrong when a function of the mean is asked for and there is no mean.</summary>
    private protected string? MeanFault(bool ofMean) =>
        ofMean && Reduction != Reduction.Mean ? $"applies a function to the mean and needs reduction=mean, not {OptionText.Text(Reduction)}" : null;

    /// <summary>What each pixel adds to the sums.</summary>
    internal abstract OverlapMeasure Measure { get; }
}
