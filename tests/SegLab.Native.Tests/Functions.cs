using System.Runtime.InteropServices;
using System.Text;

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

    public static nint Matrix(int classes)
    {
        nint matrix;
        Succeeds(MatrixCreate(classes, &matrix));
        return matrix;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + "\0");
}
