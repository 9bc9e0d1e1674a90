using System.Runtime.InteropServices;
using SegLab.Metrics;

namespace SegLab.Native;

/// <summary>The functions of confusion matrices. See the header for what they take. A matrix serves one thread at a time, so each call locks it.</summary>
static unsafe class ConfusionMatrixFunctions
{
    const string Kind = "confusion matrix", IgnoreLabel = "ignore_label";

    // classes x classes counts are one array, and a number that is no count of classes must not take the memory there is.
    const int MaximalClasses = 4096;

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_create")]
    public static Status Create(int classes, nint* matrix)
    {
        try
        {
            Pointers.Check(matrix, sizeof(nint), nameof(matrix));
            if (classes is < 1 or > MaximalClasses)
                throw new BorderException(Status.BadArgument, $"A confusion matrix has 1 to {MaximalClasses} classes, not {classes}.");
            *matrix = Handles.Add(new ConfusionMatrix(classes));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_add")]
    public static Status Add(nint matrix, NativeTensor* prediction, NativeTensor* truth, int* ignoreLabel)
    {
        try
        {
            ConfusionMatrix target = Handles.Get<ConfusionMatrix>(matrix, Kind);
            int? ignore = Pointers.Optional(ignoreLabel, IgnoreLabel);
            lock (target) LabelMaps.Visit(prediction, "labels of the prediction", new ByPrediction(target, truth, ignore));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_add_scores")]
    public static Status AddScores(nint matrix, NativeTensor* scores, NativeTensor* truth, int* ignoreLabel)
    {
        try
        {
            ConfusionMatrix target = Handles.Get<ConfusionMatrix>(matrix, Kind);
            int? ignore = Pointers.Optional(ignoreLabel, IgnoreLabel);
            lock (target) LabelMaps.Visit(truth, "labels of the truth", new ScoresAgainst(target, scores, ignore));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_add_probabilities")]
    public static Status AddProbabilities(nint matrix, NativeTensor* probabilities, NativeTensor* truth, float threshold, int* ignoreLabel)
    {
        try
        {
            ConfusionMatrix target = Handles.Get<ConfusionMatrix>(matrix, Kind);
            int? ignore = Pointers.Optional(ignoreLabel, IgnoreLabel);
            if (float.IsNaN(threshold)) throw new BorderException(Status.BadArgument, "The threshold is NaN.");
            lock (target) LabelMaps.Visit(truth, "labels of the truth", new ProbabilitiesAgainst(target, probabilities, threshold, ignore));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_merge")]
    public static Status Merge(nint matrix, nint other)
    {
        try
        {
            ConfusionMatrix target = Handles.Get<ConfusionMatrix>(matrix, Kind), source = Handles.Get<ConfusionMatrix>(other, Kind);
            ConfusionMatrix copy;
            // Never both locks at a time: two threads may merge two matrices into each other.
            lock (source) copy = ConfusionMatrix.FromCounts(source.Classes, source.Counts, source.Unassigned);
            lock (target) target.Merge(copy);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_clear")]
    public static Status Clear(nint matrix)
    {
        try
        {
            ConfusionMatrix target = Handles.Get<ConfusionMatrix>(matrix, Kind);
            lock (target) target.Clear();
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_counts")]
    public static Status Counts(nint matrix, long* counts, nuint capacity, long* unassigned)
    {
        try
        {
            ConfusionMatrix source = Handles.Get<ConfusionMatrix>(matrix, Kind);
            Span<long> room = Pointers.Room(counts, capacity, source.Classes * source.Classes, nameof(counts));
            if (unassigned != null) Pointers.Check(unassigned, sizeof(long), nameof(unassigned));
            lock (source)
            {
                source.Counts.CopyTo(room);
                if (unassigned != null) source.Unassigned.CopyTo(new(unassigned, source.Classes));
            }

            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_score")]
    public static Status Score(nint matrix, byte* name, double* value)
    {
        try
        {
            Pointers.Check(value, sizeof(double), nameof(value));
            ConfusionMatrix source = Handles.Get<ConfusionMatrix>(matrix, Kind);
            Func<ConfusionMatrix, double> score = ScoreNames.OfMatrix.Find(Pointers.Text(name, nameof(name)));
            lock (source) *value = score(source);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_class_scores")]
    public static Status ClassScores(nint matrix, byte* name, double* values, nuint capacity)
    {
        try
        {
            ConfusionMatrix source = Handles.Get<ConfusionMatrix>(matrix, Kind);
            Func<ClassCounts, double> score = ScoreNames.OfClass.Find(Pointers.Text(name, nameof(name)));
            Span<double> room = Pointers.Room(values, capacity, source.Classes, nameof(values));
            ClassCounts[] classes;
            lock (source) classes = source.ByClass();
            for (int label = 0; label < classes.Length; label++) room[label] = score(classes[label]);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_confusion_matrix_destroy")]
    public static Status Destroy(nint matrix)
    {
        try
        {
            Handles.Remove<ConfusionMatrix>(matrix, Kind);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }
}
