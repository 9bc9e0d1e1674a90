namespace SegLab.Boxes;

/// <summary>How much two boxes are alike: 1 when they are the same, and 1 minus the loss of that name elsewhere.</summary>
public enum BoxSimilarity
{
    /// <summary>Intersection over union, 0 to 1.</summary>
    IoU,

    /// <summary>Generalized IoU (Rezatofighi et al. 2019), -1 to 1.</summary>
    GeneralizedIoU,

    /// <summary>Distance-IoU (Zheng et al. 2020), -1 to 1.</summary>
    DistanceIoU,

    /// <summary>Complete IoU (Zheng et al. 2020), -2 to 1.</summary>
    CompleteIoU,
}
