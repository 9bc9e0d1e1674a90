namespace SegLab.Imaging.Evaluation;

/// <summary>The files of one image.</summary>
/// <param name="Index">Its number among all images, by name, whatever part of them is evaluated.</param>
/// <param name="Name">Its name: the path of the true mask in its folder, without suffix and extension.</param>
/// <param name="Prediction">The predicted mask.</param>
/// <param name="Truth">The true mask.</param>
/// <param name="Against">The other prediction, or null.</param>
public sealed record MaskPair(int Index, string Name, string Prediction, string Truth, string? Against);
