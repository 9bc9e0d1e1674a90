using SegLab.Numerics;

namespace SegLab.Distance;

/// <summary>What distances are measured to.</summary>
enum Sites
{
    /// <summary>Zeros of a byte mask.</summary>
    Zeros,

    /// <summary>Elements of a class.</summary>
    Class,

    /// <summary>Elements that are not of a class.</summary>
    OtherThanClass,

    /// <summary>Elements of another label than the element itself.</summary>
    OtherLabel,
}

/// <summary>
/// The exact Euclidean distance transform of one or many masks: a scan along the first axis, then the lower envelope along each further
/// axis (Felzenszwalb and Huttenlocher 2012; Meijster and others 2000). Linear in the elements.
/// </summary>
/// <remarks>
/// Several masks are shared out to the threads whole; a single one by columns, then by planes. Every line is computed in the same way
/// by whoever does it, so the result is the same, bit for bit, for any number of threads. Nothing is allocated after the first call with a
/// shape and a number of threads. An instance serves one call at a time.
/// </remarks>
sealed unsafe class EuclideanTransform : ParallelLoop
{
    const int ElementsPerItem = 16384;

    /// <summary>Few enough that their rows stay in the cache between the scans forth and back.</summary>
    const int ColumnsPerScan = 128;

    SpatialShape shape;
    PlaneTransform[] workers = [];
    Call call;
    Pass pass;
    int mask, items;

    enum Pass
    {
        Masks,
        Steps,
        Planes,
    }

    record struct Call(Sites Sites, nint Source, int Channels, int FirstLabel, bool[]? Skip, nint Distances, bool Root, nint Squares);

    /// <summary>Fills <c>[images, channels, elements]</c> distances, or their squares.</summary>
    /// <param name="shape">The shape of a mask.</param>
    /// <param name="sites">What distances are to.</param>
    /// <param name="source">Bytes or int labels, <c>[images, elements]</c>.</param>
    /// <param name="images">How many masks or label maps there are.</param>
    /// <param name="channels">How many classes are to be looked at in each image; 1 where sites are of no class.</param>
    /// <param name="distances">Receives the distances; infinite where there is no site.</param>
    /// <param name="root">Whether distances are wanted and not their squares.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="firstLabel">The label of the first class.</param>
    /// <param name="skip"><c>[images, channels]</c>: the distances to leave alone, or null.</param>
    /// <param name="squares">Receives the squares in double, when it is not null; then the distances are scratch.</param>
    public void Run(
        in SpatialShape shape, Sites sites, void* source, int images, int channels, float* distances, bool root, int threads,
        int firstLabel = 0, bool[]? skip = null, double* squares = null)
    {
        Prepare(shape, Math.Max(1, threads));
        call = new(sites, (nint)source, channels, firstLabel, skip, (nint)distances, root, (nint)squares);
        int masks = images * channels;
        if (masks >= threads)
        {
            pass = Pass.Masks;
            Run(masks, threads);
            return;
        }

        for (mask = 0; mask < masks; mask++)
        {
            if (skip is not null && skip[mask]) continue;
            pass = Pass.Steps;
            items = ScanPieces;
            Run(items, threads);
            pass = Pass.Planes;
            items = Pieces(shape.First, shape.Plane);
            Run(items, threads);
        }
    }

    void Prepare(in SpatialShape next, int threads)
    {
        if (next == shape && workers.Length >= threads) return;
        PlaneTransform[] kept = next == shape ? workers : [];
        shape = next;
        workers = new PlaneTransform[threads];
        for (int i = 0; i < threads; i++) workers[i] = i < kept.Length ? kept[i] : PlaneTransform.Create(shape);
    }

    /// <summary>Pieces of about one size from a row of parts: never more than there are parts.</summary>
    static int Pieces(int parts, int elementsPerPart) => (int)Math.Clamp((nint)parts * elementsPerPart / ElementsPerItem, 1, parts);

    int ScanPieces => Math.Max(1, shape.Plane / ColumnsPerScan);

    static int Bound(int parts, int pieces, int piece) => (int)((long)parts * piece / pieces);

    protected override void Invoke(int item, int worker)
    {
        switch (pass)
        {
            case Pass.Masks:
                if (call.Skip is { } skip && skip[item]) return;
                int pieces = ScanPieces;
                for (int piece = 0; piece < pieces; piece++) ScanSteps(item, piece, pieces);
                RunPlanes(item, 0, shape.First, workers[worker]);
                break;
            case Pass.Steps:
                ScanSteps(mask, item, items);
                break;
            case Pass.Planes:
                RunPlanes(mask, Bound(shape.First, items, item), Bound(shape.First, items, item + 1), workers[worker]);
                break;
        }
    }

    void ScanSteps(int mask, int piece, int pieces)
    {
        int begin = Bound(shape.Plane, pieces, piece), end = Bound(shape.Plane, pieces, piece + 1);
        int image = mask / call.Channels, label = call.FirstLabel + mask % call.Channels;
        int* steps = (int*)call.Distances + mask * shape.Elements;
        int* labels = (int*)call.Source + image * shape.Elements;
        switch (call.Sites)
        {
            case Sites.Zeros:
                StepScan.Run(new MaskSites((byte*)call.Source + image * shape.Elements), shape.First, shape.Plane, begin, end, steps);
                break;
            case Sites.Class:
                StepScan.Run(new ClassSites(labels, label, others: false), shape.First, shape.Plane, begin, end, steps);
                break;
            case Sites.OtherThanClass:
                StepScan.Run(new ClassSites(labels, label, others: true), shape.First, shape.Plane, begin, end, steps);
                break;
            case Sites.OtherLabel:
                StepScan.Run(new OtherLabelSites(labels), shape.First, shape.Plane, begin, end, steps);
                break;
        }
    }

    void RunPlanes(int mask, int begin, int end, PlaneTransform worker)
    {
        int* labels = call.Sites == Sites.OtherLabel ? (int*)call.Source + mask * shape.Elements : null;
        for (int plane = begin; plane < end; plane++)
        {
            nint offset = (nint)plane * shape.Plane;
            int* planeLabels = labels == null ? null : labels + offset;
            offset += mask * shape.Elements;
            worker.Run((int*)call.Distances + offset, planeLabels, call.Root, call.Squares == 0 ? null : (double*)call.Squares + offset);
        }
    }
}
