namespace SegLab.Losses;

/// <summary>What turns logits into probabilities.</summary>
public enum Activation
{
    /// <summary>Over the channels: each pixel has one class.</summary>
    Softmax,

    /// <summary>Of each channel by itself: one foreground channel, several labels a pixel, or one class against the rest.</summary>
    Sigmoid,

    /// <summary>None: what is given in place of logits are probabilities, 0 to 1, and the gradient is by them.</summary>
    Probabilities,

    /// <summary>None: what is given in place of logits are logarithms of probabilities, 0 or less, and the gradient is by them.</summary>
    LogProbabilities,
}

/// <summary>What is made of the values of pixels or classes.</summary>
public enum Reduction
{
    /// <summary>Their mean; the loss says what it divides by.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>All of them, through <see cref="SegmentationLoss.EvaluateMap"/>.</summary>
    None,
}

/// <summary>What the mean of a pixel-wise loss divides by. Ignored pixels never count.</summary>
public enum MeanDenominator
{
    /// <summary>
    /// Softmax: the sum over the pixels of the true class's weight, as PyTorch's cross-entropy does; the pixels with a soft target.
    /// Sigmoid: the sum over the pixels and channels of the channel's weight, as segmentation_models.pytorch does.
    /// </summary>
    ClassWeights,

    /// <summary>The sum of the pixel weights, over pixels (softmax) or pixels and channels (sigmoid).</summary>
    PixelWeights,

    /// <summary>The number of pixels.</summary>
    Pixels,

    /// <summary>The number of pixels times that of channels.</summary>
    Elements,
}

/// <summary>Over which pixels a region loss takes its sums.</summary>
public enum Aggregate
{
    /// <summary>Those of each image; the loss is the mean over the images.</summary>
    PerImage,

    /// <summary>Those of all images of the batch together.</summary>
    Batch,
}

/// <summary>What a region loss makes of a class that the target does not have.</summary>
public enum AbsentClass
{
    /// <summary>The formula's value: it punishes any probability given to the class.</summary>
    Include,

    /// <summary>0, still counted in the mean (segmentation_models.pytorch).</summary>
    Zero,

    /// <summary>Left out of the mean.</summary>
    Skip,
}
