using System.Runtime.InteropServices;
using System.Text;
using SegLab.Boxes;
using SegLab.Metrics;

namespace SegLab.Native.Tests;

/// <summary>The exported functions as a caller in C has them, without a shared library: through pointers to the methods that it exports.</summary>
static unsafe class Functions
{
    public static readonly delegate* unmanaged<byte*, nint*, Status> LossCreate = &LossFunctions.Create;
    public static readonly delegate* unmanaged<nint, double, nint*, Status> LossAt = &LossFunctions.At;
    public static readonly delegate* unmanaged<nint, byte*, nuint, nuint*, Status> LossText = &LossFunctions.Text;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, NativeTensor*, NativeTensor*, int, double*, NativeTensor*, Status> LossEvaluate = &LossFunctions.Evaluate;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, NativeTensor*, NativeTensor*, int, NativeTensor*, NativeTensor*, Status> LossEvaluateMap = &LossFunctions.EvaluateMap;
    public static readonly delegate* unmanaged<nint, Status> LossDestroy = &LossFunctions.Destroy;

    public static readonly delegate* unmanaged<int, nint*, Status> MatrixCreate = &ConfusionMatrixFunctions.Create;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, int*, Status> MatrixAdd = &ConfusionMatrixFunctions.Add;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, int*, Status> MatrixAddScores = &ConfusionMatrixFunctions.AddScores;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, float, int*, Status> MatrixAddProbabilities = &ConfusionMatrixFunctions.AddProbabilities;
    public static readonly delegate* unmanaged<nint, nint, Status> MatrixMerge = &ConfusionMatrixFunctions.Merge;
    public static readonly delegate* unmanaged<nint, Status> MatrixClear = &ConfusionMatrixFunctions.Clear;
    public static readonly delegate* unmanaged<nint, long*, nuint, long*, Status> MatrixCounts = &ConfusionMatrixFunctions.Counts;
    public static readonly delegate* unmanaged<nint, byte*, double*, Status> MatrixScore = &ConfusionMatrixFunctions.Score;
    public static readonly delegate* unmanaged<nint, byte*, double*, nuint, Status> MatrixClassScores = &ConfusionMatrixFunctions.ClassScores;
    public static readonly delegate* unmanaged<nint, Status> MatrixDestroy = &ConfusionMatrixFunctions.Destroy;

    public static readonly delegate* unmanaged<NativeTensor*, double*, int, NativeTensor*, Status> EuclideanDistance = &DistanceFunctions.Euclidean;
    public static readonly delegate* unmanaged<NativeTensor*, double*, int, NativeTensor*, Status> SquaredDistance = &DistanceFunctions.SquaredEuclidean;
    public static readonly delegate* unmanaged<NativeTensor*, double*, int, NativeTensor*, Status> DistanceToOtherLabel = &DistanceFunctions.ToOtherLabel;

    public static readonly delegate* unmanaged<byte*, nint*, Status> BoxLossCreate = &BoxLossFunctions.Create;
    public static readonly delegate* unmanaged<nint, double, double, nint*, Status> BoxLossFollow = &BoxLossFunctions.Follow;
    public static readonly delegate* unmanaged<nint, byte*, nuint, nuint*, Status> BoxLossText = &BoxLossFunctions.Text;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, BoxFormat, NativeTensor*, int, double*, NativeTensor*, Status> BoxLossEvaluate = &BoxLossFunctions.Evaluate;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, BoxFormat, NativeTensor*, int, NativeTensor*, NativeTensor*, Status> BoxLossEvaluateEach = &BoxLossFunctions.EvaluateEach;
    public static readonly delegate* unmanaged<nint, Status> BoxLossDestroy = &BoxLossFunctions.Destroy;

    public static readonly delegate* unmanaged<NativeTensor*, NativeTensor*, BoxFormat, BoxSimilarity, int, NativeTensor*, Status> Overlap = &BoxOverlapFunctions.Evaluate;

    public static readonly delegate* unmanaged<SuppressionMethod, BoxSimilarity, double, double, double, nint*, Status> SuppressionCreate = &SuppressionFunctions.Create;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, NativeTensor*, BoxFormat, int*, float*, nuint, nuint*, Status> SuppressionSelect = &SuppressionFunctions.Select;
    public static readonly delegate* unmanaged<nint, Status> SuppressionDestroy = &SuppressionFunctions.Destroy;

    public static readonly delegate* unmanaged<int*, nuint, double*, nuint, SurfaceElement, double, int*, int, nint*, Status> SurfacesCreate = &SurfaceDistanceFunctions.Create;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, Status> SurfacesAdd = &SurfaceDistanceFunctions.Add;
    public static readonly delegate* unmanaged<nint, nint, Status> SurfacesMerge = &SurfaceDistanceFunctions.Merge;
    public static readonly delegate* unmanaged<nint, byte*, double*, nuint, nuint*, Status> SurfacesScores = &SurfaceDistanceFunctions.Scores;
    public static readonly delegate* unmanaged<nint, byte*, double*, nuint, Status> SurfacesMeans = &SurfaceDistanceFunctions.Means;
    public static readonly delegate* unmanaged<nint, Status> SurfacesDestroy = &SurfaceDistanceFunctions.Destroy;

    public static readonly delegate* unmanaged<double*, nuint, nint*, Status> MatchingCreate = &InstanceMatchingFunctions.Create;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, int*, Status> MatchingAdd = &InstanceMatchingFunctions.Add;
    public static readonly delegate* unmanaged<nint, nint, Status> MatchingMerge = &InstanceMatchingFunctions.Merge;
    public static readonly delegate* unmanaged<nint, long*, nuint, Status> MatchingCounts = &InstanceMatchingFunctions.Counts;
    public static readonly delegate* unmanaged<nint, byte*, double*, nuint, Status> MatchingScores = &InstanceMatchingFunctions.Scores;
    public static readonly delegate* unmanaged<nint, byte*, double*, Status> MatchingMeanOverImages = &InstanceMatchingFunctions.MeanOverImages;
    public static readonly delegate* unmanaged<nint, Status> MatchingDestroy = &InstanceMatchingFunctions.Destroy;

    public static readonly delegate* unmanaged<int*, nuint, int*, nuint, int, nint*, Status> PanopticCreate = &PanopticQualityFunctions.Create;
    public static readonly delegate* unmanaged<nint, NativeTensor*, NativeTensor*, NativeTensor*, NativeTensor*, Status> PanopticAdd = &PanopticQualityFunctions.Add;
    public static readonly delegate* unmanaged<nint, nint, Status> PanopticMerge = &PanopticQualityFunctions.Merge;
    public static readonly delegate* unmanaged<nint, byte*, double*, nuint, Status> PanopticScores = &PanopticQualityFunctions.Scores;
    public static readonly delegate* unmanaged<nint, byte*, double*, Status> PanopticMean = &PanopticQualityFunctions.Mean;
    public static readonly delegate* unmanaged<nint, Status> PanopticDestroy = &PanopticQualityFunctions.Destroy;

    static readonly delegate* unmanaged<byte*> lastError = &LibraryFunctions.GetLastError;

    /// <summary>What <c>seglab_last_error</c> says on this thread.</summary>
    public static string LastMessage => Marshal.PtrToStringUTF8((nint)lastError())!;

    public static void Succeeds(Status status) => Assert.True(status == Status.Ok, $"{status}: {LastMessage}");

    /// <summary>That the call failed so, and said so.</summary>
    public static void Fails(Status expected, string message, Status actual)
    {
        Assert.True(expected == actual, $"{actual} in place of {expected}: {(actual == Status.Ok ? "" : LastMessage)}");
        Assert.Contains(message, LastMessage, StringComparison.Ordinal);
    }

    public static nint Loss(string text)
    {
        nint loss;
        fixed (byte* bytes = Utf8(text)) Succeeds(LossCreate(bytes, &loss));
        return loss;
    }

    public static nint BoxLoss(string text)
    {
        nint loss;
        fixed (byte* bytes = Utf8(text)) Succeeds(BoxLossCreate(bytes, &loss));
        return loss;
    }

    public static nint Suppression(SuppressionMethod method = SuppressionMethod.Hard, BoxSimilarity similarity = BoxSimilarity.IoU, double threshold = 0.5)
    {
        nint suppression;
        Succeeds(SuppressionCreate(method, similarity, threshold, 0.5, 0.001, &suppression));
        return suppression;
    }

    public static nint Surfaces(int[] labels, double[]? spacing = null, double tolerance = 1, int? ignoreLabel = null)
    {
        nint surfaces;
        int ignored = ignoreLabel ?? 0;
        fixed (int* label = labels)
        fixed (double* step = spacing)
            Succeeds(SurfacesCreate(
                label, (nuint)labels.Length, step, (nuint)(spacing?.Length ?? 0), SurfaceElement.Voxel, tolerance, ignoreLabel is null ? null : &ignored, 1, &surfaces));
        return surfaces;
    }

    public static nint Matching(params double[] thresholds)
    {
        nint matching;
        fixed (double* threshold = thresholds) Succeeds(MatchingCreate(threshold, (nuint)thresholds.Length, &matching));
        return matching;
    }

    public static nint Panoptic(int[] things, int[] stuff)
    {
        nint quality;
        fixed (int* thing = things, thin = stuff) Succeeds(PanopticCreate(thing, (nuint)things.Length, thin, (nuint)stuff.Length, 0, &quality));
        return quality;
    }

    public static nint Matrix(int classes)
    {
        nint matrix;
        Succeeds(MatrixCreate(classes, &matrix));
        return matrix;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + "\0");
}
