namespace SegLab.Studio.Explorer.Canvas;

/// <summary>What is painted on.</summary>
enum SceneLayer
{
    /// <summary>Which pixels are foreground.</summary>
    Truth,

    /// <summary>How probable the foreground is thought to be.</summary>
    Prediction,
}
