using SegLab.Training.Checkpoints;
using SegLab.Training.Onnx;

namespace SegLab.Cli.Commands;

/// <summary>What <c>seglab export</c> wrote.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Description">What the weights say about the network.</param>
/// <param name="Export">What the ONNX model takes and gives; null where weights were written.</param>
sealed record ExportResult(string File, long Bytes, WeightsDescription Description, OnnxExport? Export);
