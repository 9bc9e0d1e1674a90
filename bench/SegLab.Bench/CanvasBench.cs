using System.Diagnostics;
using SegLab.Studio.Explorer.Canvas;

namespace SegLab.Bench;

/// <summary>What a change on the explorer's canvas takes on the server: a stroke, all losses with their gradients, and the pictures.</summary>
static class CanvasBench
{
    const int Rounds = 60;

    public static void Run()
    {
        var scene = new PaintedScene();
        ScenePreset.All[0].Apply(scene);
        scene.SetBlur(2);
        var losses = new SceneLosses();
        var pictures = new ScenePictures();
        double[] stroke = new double[Rounds], evaluate = new double[Rounds], draw = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            stroke[round] = Milliseconds(() => scene.Stroke(SceneLayer.Prediction, new Brush(8, 0.9, round % 2 == 0), [20 + 3 * round, 40, 30 + 3 * round, 60]));
            evaluate[round] = Milliseconds(() => losses.Evaluate(scene));
            draw[round] = Milliseconds(() => pictures.Draw(scene, losses.All, 0));
        }

        Console.WriteLine($"A change on the canvas, 256 x 256, {losses.All.Count} losses with gradients, ms");
        Console.WriteLine($"{"",-24}{"median",10}{"best",10}");
        Show("stroke and blur", stroke);
        Show("losses", evaluate);
        Show("pictures", draw);
        Show("together", [.. stroke.Select((time, i) => time + evaluate[i] + draw[i])]);
        Console.WriteLine();
        Console.WriteLine("By one thread each, best of five:");
        foreach ((string name, double best) in losses.All.Select(loss => (loss.Name, Enumerable.Range(0, 5).Min(_ => Milliseconds(() => losses.EvaluateAgain(loss))))).OrderByDescending(row => row.Item2))
            Console.WriteLine($"{name,-24}{best,10:F2}");
    }

    static double Milliseconds(Action action)
    {
        long began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    static void Show(string name, double[] times)
    {
        double[] late = [.. times.Skip(times.Length / 3).Order()];
        Console.WriteLine($"{name,-24}{late[late.Length / 2],10:F1}{late[0],10:F1}");
    }
}
