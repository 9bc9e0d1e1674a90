using SegLab.Losses;
using SegLab.Training.Probes;

namespace SegLab.Studio.Explorer.Canvas;

/// <summary>All losses of the catalogue, and the sums that have a name, for one scene.</summary>
sealed class SceneLosses
{
    const int Pixels = PaintedScene.Side * PaintedScene.Side;

    readonly SceneLoss[] all;
    readonly Dictionary<Activation, float[]> forms = [];
    readonly byte[] truth = new byte[Pixels];
    readonly float[] prediction = new float[Pixels];

    /// <summary>All of them with their defaults, not evaluated yet.</summary>
    public SceneLosses() => all =
    [
        .. LossCatalog.All.Select(entry => new SceneLoss(entry.Name, entry.Default)),
        // A sum whose weights shift while training is shown as it is half-way.
        .. LossCatalog.Recipes.Select(recipe => new SceneLoss(recipe.Name, SegmentationLoss.Parse(recipe.Name).At(0.5))),
    ];

    /// <summary>The losses, in the catalogue's order.</summary>
    public IReadOnlyList<SceneLoss> All => all;

    /// <summary>Puts another loss in the place of one.</summary>
    public void Replace(int index, SceneLoss loss) => all[index] = loss;

    /// <summary>Evaluates all of them.</summary>
    public void Evaluate(PaintedScene scene)
    {
        scene.Truth.CopyTo(truth);
        scene.Prediction.CopyTo(prediction);
        foreach (Activation form in all.Select(loss => loss.Form).Distinct()) Fill(new BinaryForm(form));
        Parallel.ForEach(all, EvaluateAgain);
    }

    /// <summary>Evaluates one of them for the scene that all were evaluated for.</summary>
    public void EvaluateAgain(SceneLoss loss) => loss.Evaluate(prediction, forms[loss.Form], truth);

    void Fill(BinaryForm form)
    {
        if (!forms.TryGetValue(form.Activation, out float[]? given)) forms[form.Activation] = given = new float[form.Channels * Pixels];
        int foreground = (form.Channels - 1) * Pixels;
        for (int i = 0; i < Pixels; i++)
        {
            (double off, double on) = form.Values(prediction[i]);
            given[foreground + i] = (float)on;
            if (foreground > 0) given[i] = (float)off;
        }
    }
}
