using SegLab.Metrics;
using SegLab.TorchSharp;
using static TorchSharp.torch;

random.manual_seed(0);
using var everything = NewDisposeScope();
Tensor images = randn(2, 3, 32, 32), labels = images.argmax(1);
using var network = nn.Conv2d(3, 3, 1);
using var loss = new SegLabLoss("linear(1, 0.5)*ce + linear(0, 0.5)*dice");
using var optimizer = optim.Adam(network.parameters(), 0.1);
for (int step = 0; step < 50; step++)
{
    using var scope = NewDisposeScope();
    loss.Progress = step / 49.0;
    optimizer.zero_grad();
    Tensor value = loss.forward(network.forward(images), labels);
    value.backward();
    optimizer.step();
    if (step % 49 == 0) Console.WriteLine($"step {step}: {value.item<float>():F3}");
}

var matrix = new ConfusionMatrix(classes: 3);
using (no_grad()) matrix.AddScores(network.forward(images), labels);
Console.WriteLine($"mean IoU {matrix.MeanIoU:F3}");
