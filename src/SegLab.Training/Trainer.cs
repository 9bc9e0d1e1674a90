using System.Diagnostics;
using System.Numerics.Tensors;
using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Metrics;
using SegLab.Training.Checkpoints;
using SegLab.Training.Comparison;
using SegLab.Training.Data;
using SegLab.Training.Networks;
using SegLab.Training.Optimizers;

namespace SegLab.Training;

/// <summary>
/// Trains a network with a loss on a dataset; weights of the loss that follow a schedule have in each epoch the value at the share of the
/// epochs that are over. Same settings, same weights, bit for bit, also when it was stopped and resumed.
/// </summary>
public sealed class Trainer
{
    readonly Network network;
    readonly SegmentationLoss loss;
    readonly SegmentationDataset dataset;
    readonly TrainingSettings settings;
    readonly TrainingIdentity identity;
    readonly BatchSampler sampler;
    readonly Optimizer optimizer;
    readonly Predictor predictor;
    readonly int[] validationOrder;
    TrainingState state = new() { History = [] };

    /// <summary>Prepares training and checks that the parts fit.</summary>
    /// <exception cref="ArgumentException">Settings, dataset and network do not fit each other; the message says where.</exception>
    public Trainer(Network network, SegmentationLoss loss, SegmentationDataset dataset, TrainingSettings settings)
        : this(network, loss, dataset, settings, DatasetSurvey.Of(dataset), null) { }

    /// <summary>As the public one, with what a comparison has worked out already for the same dataset.</summary>
    internal Trainer(
        Network network, SegmentationLoss loss, SegmentationDataset dataset, TrainingSettings settings,
        DatasetSurvey survey, Normalization? normalization)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        int channels = dataset.Training[0].Image.Channels, classes = dataset.ClassNames.Count;
        if (network.InputChannels != channels)
            throw new ArgumentException(
                $"The network takes images of {network.InputChannels} channels, and those of '{dataset.Name}' have {channels}.");
        if (network.Classes != classes && !(network.Classes == 1 && classes == 2))
            throw new ArgumentException($"The network puts out {network.Classes} classes, and '{dataset.Name}' has {classes}.");

        (this.network, this.dataset, this.settings) = (network, dataset, settings);
        this.loss = dataset.IgnoreLabel is { } label ? loss.WithIgnoreIndex(label) : loss;
        Normalization = normalization ?? Normalization.Of(dataset.Training);
        Fingerprint = survey.Fingerprint;
        identity = new TrainingIdentity(loss.ToString(), Fingerprint, settings with { Threads = 1 });
        network.Threads = settings.Threads;
        sampler = new BatchSampler(dataset.Training, Normalization, settings);
        optimizer = Optimizer.Create(settings.Optimizer, network.Parameters, settings.WeightDecay);
        predictor = new Predictor(network, Normalization);
        // Images of one size come together, since a network prepares itself for a size.
        validationOrder = [.. Enumerable.Range(0, dataset.Validation.Count)
            .OrderBy(i => (dataset.Validation[i].Image.Height, dataset.Validation[i].Image.Width))];
    }

    /// <summary>Where to keep a checkpoint; null keeps none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Writes a checkpoint when this time has passed since the last one, beside those that end an epoch.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Is told of every step.</summary>
    public IProgress<TrainingProgress>? StepProgress { get; init; }

    /// <summary>Is told of every epoch.</summary>
    public IProgress<EpochResult>? EpochProgress { get; init; }

    /// <summary>
    /// Says from the second epoch on how often each training image is drawn, by what the network makes of it; null draws each once an epoch. Checkpoints do
    /// not hold these weights, so that there may be none.
    /// </summary>
    internal Func<IReadOnlyList<double>>? WeighImages { get; init; }

    /// <summary>The figures by which images are normalized: those of the training images.</summary>
    public Normalization Normalization { get; }

    /// <summary>The fingerprint of the dataset.</summary>
    public string Fingerprint { get; }

    /// <summary>Steps that are over, of the whole training.</summary>
    public long StepsDone => (long)state.Epoch * sampler.Steps + state.Step;

    /// <summary>What a weights file of the trained network says beside the weights.</summary>
    public WeightsDescription Describe(NetworkShape shape) => new()
    {
        Network = shape,
        InputChannels = network.InputChannels,
        LogitChannels = network.Classes,
        ClassNames = dataset.ClassNames,
        Mean = Normalization.Mean,
        StandardDeviation = Normalization.StandardDeviation,
        Loss = identity.Loss,
        Dataset = dataset.Name,
        Fingerprint = Fingerprint,
        Epochs = settings.Epochs,
        Seed = settings.Seed,
    };

    /// <summary>Takes up what a checkpoint holds.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or of another training; the message says what differs.</exception>
    public void Resume(string path) => state = Checkpoint.Load(path, identity, sampler.Steps, network, optimizer);

    /// <summary>Trains to the end.</summary>
    /// <param name="cancellation">Stops training after the step under way and a last checkpoint.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the checkpoint holds all that was done.</exception>
    /// <exception cref="TrainingDivergedException">The loss or the weights are no longer finite; the checkpoint is from before.</exception>
    /// <exception cref="IOException">A checkpoint could not be written; the one before it is intact.</exception>
    public TrainingResult Train(CancellationToken cancellation = default)
    {
        var pace = new TrainingPace(settings.Epochs, sampler.Steps, state);
        long saved = Stopwatch.GetTimestamp();
        ConfusionMatrix[]? confusions = null;
        if (WeighImages is not null && CheckpointPath is not null) throw new InvalidOperationException("Images that are weighed while training leave no checkpoint.");
        if (StepsDone == 0) TrySmallest();
        while (state.Epoch < settings.Epochs)
        {
            if (state.Epoch > 0 && WeighImages is not null) sampler.ImageWeights = WeighImages();
            SegmentationLoss current = loss.At((double)state.Epoch / settings.Epochs);
            while (state.Step < sampler.Steps)
            {
                if (cancellation.IsCancellationRequested) SaveAndStop(cancellation);
                long start = Stopwatch.GetTimestamp();
                double value = Step(current);
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                state = state with { Step = state.Step + 1, LossSum = state.LossSum + value, Seconds = state.Seconds + seconds };
                double imagesPerSecond = state.Step * settings.Batch / state.Seconds;
                StepProgress?.Report(new TrainingProgress(
                    state.Epoch + 1, settings.Epochs, state.Step, sampler.Steps, value, imagesPerSecond, pace.TimeLeft(state)));
                if (Stopwatch.GetElapsedTime(saved) >= CheckpointInterval)
                {
                    Save();
                    saved = Stopwatch.GetTimestamp();
                }
            }

            confusions = EndEpoch(cancellation);
            Save();
            saved = Stopwatch.GetTimestamp();
            EpochProgress?.Report(state.History[^1]);
        }

        return new TrainingResult(state.History, confusions ?? Validate(cancellation));
    }

    double Step(SegmentationLoss current)
    {
        sampler.Draw(state.Epoch, state.Step);
        FeatureMap logits = network.Forward(sampler.Images, training: true);
        var labels = new ReadOnlyTensorSpan<int>(sampler.Labels, [settings.Batch, settings.CropHeight, settings.CropWidth]);
        TensorSpan<float> values = logits.AsTensorSpan();
        double value;
        try
        {
            value = current.Evaluate(values, labels, gradient: values, settings.Threads);
        }
        catch (ArgumentException) when (!float.IsFinite(TensorPrimitives.Sum<float>(logits.Values)))
        {
            throw Diverged("got logits that are not finite");
        }

        if (!double.IsFinite(value)) throw Diverged($"is {value}");
        network.Backward(logits);
        optimizer.Step(settings.Schedule.At(settings.LearningRate, StepsDone, (long)settings.Epochs * sampler.Steps), settings.Threads);
        return value;
    }

    ConfusionMatrix[]? EndEpoch(CancellationToken cancellation)
    {
        int epoch = state.Epoch + 1;
        bool validates = dataset.Validation.Count > 0 && (epoch % settings.ValidateEvery == 0 || epoch == settings.Epochs);
        ConfusionMatrix[]? confusions = validates ? Validate(cancellation) : null;
        ConfusionMatrix? whole = confusions is null ? null : Sum(confusions);
        var result = new EpochResult(epoch, state.LossSum / sampler.Steps, whole?.MeanIoU, whole?.PixelAccuracy, state.Seconds);
        state = new TrainingState { Epoch = epoch, History = [.. state.History, result] };
        return confusions;
    }

    /// <summary>Finds out now, and not after the first epoch, whether an image is too small for the network.</summary>
    void TrySmallest()
    {
        if (dataset.Validation.MinBy(sample => Math.Min(sample.Image.Height, sample.Image.Width)) is not { } smallest) return;
        try
        {
            predictor.Predict(smallest.Image);
        }
        catch (ArgumentException failure)
        {
            throw new ArgumentException($"Validation image '{smallest.Name}' cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>Scores the validation images, whole and one by one.</summary>
    ConfusionMatrix[] Validate(CancellationToken cancellation)
    {
        var confusions = new ConfusionMatrix[dataset.Validation.Count];
        ushort[] labels = [];
        foreach (int i in validationOrder)
        {
            if (cancellation.IsCancellationRequested) SaveAndStop(cancellation);
            var (_, image, mask) = dataset.Validation[i];
            int pixels = image.Width * image.Height;
            if (labels.Length < pixels) labels = new ushort[pixels];
            predictor.Predict(image, labels.AsSpan(0, pixels));
            confusions[i] = new ConfusionMatrix(dataset.ClassNames.Count);
            confusions[i].Add<ushort, ushort>(labels.AsSpan(0, pixels), mask.Labels, dataset.IgnoreLabel);
        }

        return confusions;
    }

    static ConfusionMatrix Sum(ConfusionMatrix[] confusions)
    {
        var whole = new ConfusionMatrix(confusions[0].Classes);
        foreach (ConfusionMatrix confusion in confusions) whole.Merge(confusion);
        return whole;
    }

    void SaveAndStop(CancellationToken cancellation)
    {
        Save();
        throw new OperationCanceledException(cancellation);
    }

    void Save()
    {
        foreach (Parameter parameter in network.Parameters.Concat(network.Buffers))
        {
            if (!float.IsFinite(TensorPrimitives.Sum<float>(parameter.Values)))
                throw Diverged($"has driven '{parameter.Name}' to infinity");
        }

        if (CheckpointPath is not null) Checkpoint.Save(CheckpointPath, identity, state, network, optimizer);
    }

    TrainingDivergedException Diverged(string what) => new(
        $"Training with {identity.Loss} broke down in epoch {state.Epoch + 1}, step {state.Step + 1}: the loss {what}. " +
        $"Use a learning rate below {settings.LearningRate}." +
        (File.Exists(CheckpointPath) ? $" The last checkpoint before that is kept in '{CheckpointPath}'." : ""));
}
