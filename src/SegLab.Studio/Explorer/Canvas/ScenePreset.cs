namespace SegLab.Studio.Explorer.Canvas;

/// <summary>A scene to start from.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Paint">Paints it on an empty scene.</param>
sealed record ScenePreset(string Name, Action<PaintedScene> Paint)
{
    const double Sure = 0.95;

    /// <summary>All of them; the first is what the page opens with.</summary>
    public static IReadOnlyList<ScenePreset> All { get; } =
    [
        new("Large object, shifted", scene => { Truth(scene, 60, 128, 128); Predict(scene, 60, 142, 120); }),
        new("Small object, shifted", scene => { Truth(scene, 12, 128, 128); Predict(scene, 12, 134, 124); }),
        new("Large object found, small one missed", scene => { Truth(scene, 56, 100, 140); Truth(scene, 9, 205, 52); Predict(scene, 56, 100, 140); }),
        new("False alarm far from the object", scene => { Truth(scene, 40, 80, 128); Predict(scene, 40, 80, 128); Predict(scene, 10, 220, 40); }),
        new("Thin line with a gap", scene =>
        {
            Truth(scene, 4, 24, 200, 100, 90, 232, 60);
            Predict(scene, 4, 24, 200, 84, 113);
            Predict(scene, 4, 118, 86, 232, 60);
        }),
        new("Hole in the prediction", scene =>
        {
            Truth(scene, 64, 128, 128);
            Predict(scene, 64, 128, 128);
            scene.Stroke(SceneLayer.Prediction, new Brush(22, Sure, Erases: true), [140, 120]);
        }),
        new("Nothing predicted", scene => Truth(scene, 40, 128, 128)),
        new("Nothing there", scene => Predict(scene, 16, 128, 128)),
        new("All right", scene => { Truth(scene, 60, 128, 128); Predict(scene, 60, 128, 128); }),
    ];

    static void Truth(PaintedScene scene, double radius, params double[] points) =>
        scene.Stroke(SceneLayer.Truth, new Brush(radius, PaintedScene.Certainty, Erases: false), points);

    static void Predict(PaintedScene scene, double radius, params double[] points) =>
        scene.Stroke(SceneLayer.Prediction, new Brush(radius, Sure, Erases: false), points);

    /// <summary>Replaces what a scene shows by this; the blur stays.</summary>
    public void Apply(PaintedScene scene)
    {
        scene.Clear(SceneLayer.Truth);
        scene.Clear(SceneLayer.Prediction);
        Paint(scene);
    }
}
