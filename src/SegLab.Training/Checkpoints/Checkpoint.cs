using System.Text.Json;
using SegLab.Training.Networks;
using SegLab.Training.Optimizers;

namespace SegLab.Training.Checkpoints;

/// <summary>All that training needs to go on as if it had never stopped, in a safetensors file.</summary>
/// <remarks>Random numbers need no place in it: a step draws them from (seed, epoch, step) alone.</remarks>
static class Checkpoint
{
    const string IdentityKey = "seglab.identity";
    const string StateKey = "seglab.state";

    /// <summary>Writes a checkpoint whole or not at all.</summary>
    /// <exception cref="IOException">The disk refused it; the checkpoint that was there before is intact.</exception>
    public static void Save(string path, TrainingIdentity identity, TrainingState state, Network network, Optimizer optimizer)
    {
        var metadata = new Dictionary<string, string>
        {
            [IdentityKey] = JsonSerializer.Serialize(identity, CheckpointJson.Default.TrainingIdentity),
            [StateKey] = JsonSerializer.Serialize(state, CheckpointJson.Default.TrainingState),
        };
        SafetensorsFile.Write(path, metadata, Tensors(network, optimizer));
    }

    /// <summary>Reads a checkpoint into a network and an optimizer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">What the training that goes on is; the checkpoint's must be the same.</param>
    /// <param name="steps">Steps of an epoch.</param>
    /// <param name="network">Receives parameters and buffers.</param>
    /// <param name="optimizer">Receives its state.</param>
    /// <returns>Where training stood.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or of another training; the message says what differs. Nothing was changed then.
    /// </exception>
    public static TrainingState Load(string path, TrainingIdentity identity, int steps, Network network, Optimizer optimizer)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        TrainingIdentity found = CheckpointJson.Read(file, IdentityKey, CheckpointJson.Default.TrainingIdentity);
        string differences = JsonDifference.Describe(
            JsonSerializer.SerializeToElement(found, CheckpointJson.Default.TrainingIdentity),
            JsonSerializer.SerializeToElement(identity, CheckpointJson.Default.TrainingIdentity));
        if (differences.Length > 0) throw SafetensorsFile.Invalid(path, $"it is the checkpoint of another training: {differences}");
        TrainingState state = CheckpointJson.Read(file, StateKey, CheckpointJson.Default.TrainingState);
        bool possible = state.Epoch >= 0 && state.Epoch <= identity.Settings.Epochs && state.Step >= 0 && state.Step <= steps;
        if (!possible || state.History.Count != state.Epoch)
            throw SafetensorsFile.Invalid(path,
                $"it says that training stands at epoch {state.Epoch}, step {state.Step}, with a history of {state.History.Count} " +
                $"epochs; there are {identity.Settings.Epochs} epochs of {steps} steps");
        file.CopyTo(Tensors(network, optimizer));
        optimizer.Steps = (long)state.Epoch * steps + state.Step;
        return state;
    }

    /// <summary>Where the training of a checkpoint stands, without its numbers; also while it is trained.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint.</exception>
    public static TrainingState ReadState(string path) => CheckpointJson.Read(SafetensorsFile.ReadTexts(path), StateKey, CheckpointJson.Default.TrainingState);

    static List<Parameter> Tensors(Network network, Optimizer optimizer) =>
        [.. network.Parameters, .. network.Buffers, .. optimizer.State];
}
