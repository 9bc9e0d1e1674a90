namespace SegLab.Boxes;

/// <summary>Which way a box moves.</summary>
public enum RegressionMode
{
    /// <summary>Against the exact gradient of the loss.</summary>
    Exact,

    /// <summary>As <see cref="Exact"/>, with the squared diagonal of the enclosing box held constant (as Wise-IoU does, Tong et al. 2023, arXiv:2301.10051).</summary>
    ConstantDiagonal,

    /// <summary>As in the program of the DIoU paper's authors, whose directions are made by hand and are not gradients. IoU, GIoU, DIoU and CIoU only.</summary>
    Published,
}

/// <summary>Which four numbers of a box are moved.</summary>
public enum RegressionNumbers
{
    /// <summary>Center, width and height, as the paper does.</summary>
    CenterAndSize,

    /// <summary>The left, upper, right and lower side: centers then move half as far in a step, and sizes twice as far.</summary>
    Corners,
}
