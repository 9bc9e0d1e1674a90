namespace SegLab.Studio.Explorer.Canvas;

/// <summary>
/// What the browser draws, one byte a pixel: the truth (0 or 1), the prediction (0 to 255), the slopes of the chosen loss, and those of every loss
/// on a quarter of the side. A slope of 0 is 128, the steepest of its loss 1 or 255.
/// </summary>
sealed class ScenePictures
{
    /// <summary>Pixels along each side of a small picture.</summary>
    public const int SmallSide = PaintedScene.Side / Shrinking;

    const int Shrinking = 4, Middle = 128, Most = 127, Pixels = PaintedScene.Side * PaintedScene.Side, SmallPixels = SmallSide * SmallSide;

    byte[] bytes = [];

    /// <summary>The pictures of a scene, in memory that the next call uses again.</summary>
    public byte[] Draw(PaintedScene scene, IReadOnlyList<SceneLoss> losses, int chosen)
    {
        int length = 3 * Pixels + losses.Count * SmallPixels;
        if (bytes.Length != length) bytes = new byte[length];
        scene.Truth.CopyTo(bytes);
        Span<byte> prediction = bytes.AsSpan(Pixels, Pixels), slopes = bytes.AsSpan(2 * Pixels, Pixels);
        for (int i = 0; i < Pixels; i++) prediction[i] = (byte)Math.Round(255 * scene.Prediction[i]);
        float scale = Scale(losses[chosen]);
        for (int i = 0; i < Pixels; i++) slopes[i] = Shade(losses[chosen].Slopes[i] * scale);
        for (int loss = 0; loss < losses.Count; loss++) Shrink(losses[loss], bytes.AsSpan(3 * Pixels + loss * SmallPixels, SmallPixels));
        return bytes;
    }

    /// <summary>Each small pixel has the steepest slope of those it stands for, so that thin borders stay visible.</summary>
    static void Shrink(SceneLoss loss, Span<byte> picture)
    {
        float scale = Scale(loss);
        for (int y = 0; y < SmallSide; y++)
        {
            for (int x = 0; x < SmallSide; x++)
            {
                float steepest = 0;
                for (int row = 0; row < Shrinking; row++)
                {
                    foreach (float slope in loss.Slopes.AsSpan((y * Shrinking + row) * PaintedScene.Side + x * Shrinking, Shrinking))
                        if (Math.Abs(slope) > Math.Abs(steepest)) steepest = slope;
                }

                picture[y * SmallSide + x] = Shade(steepest * scale);
            }
        }
    }

    static float Scale(SceneLoss loss) => loss.Steepest > 0 ? Most / loss.Steepest : 0;

    static byte Shade(float slope) => (byte)(Middle + Math.Clamp((int)MathF.Round(slope), -Most, Most));
}
