using System.Numerics.Tensors;
using SegLab.Losses;
using SegLab.Metrics;

namespace SegLab.Tests.Golden;

/// <summary>Metrics of the distances between surfaces.</summary>
static partial class GoldenMetrics
{
    static Dictionary<string, object?> SurfaceDistance(GoldenMetric golden)
    {
        golden.Always("surface", "foreground voxels with a background face neighbour (4 in 2D, 6 in 3D); outside the image is background");
        golden.Always("percentile_method", "linear interpolation between order statistics");
        golden.Always("both_empty", "NaN");
        golden.Always("one_empty", "Infinity");
        var comparer = new SurfaceComparer { Spacing = new VoxelSpacing(golden.List("spacing")) };
        double[] percentiles = golden.List("percentiles");
        return golden.Read("num_classes") is { } classes
            ? new() { ["per_class"] = Enumerable.Range(0, classes.GetInt32()).Select(label => Distances(Compare(golden, comparer, label), percentiles)) }
            : Distances(Compare(golden, comparer, 1), percentiles);
    }

    static Dictionary<string, object?> Distances(SurfaceDistances surfaces, double[] percentiles)
    {
        DirectedDistances there = surfaces.PredictionToTruth, back = surfaces.TruthToPrediction;
        var scores = new Dictionary<string, object?>
        {
            ["surface_voxels_prediction"] = there.Count,
            ["surface_voxels_target"] = back.Count,
            ["hausdorff"] = surfaces.Hausdorff,
            ["hausdorff_prediction_to_target"] = there.Max,
            ["hausdorff_target_to_prediction"] = back.Max,
            ["average_distance_prediction_to_target"] = there.Mean,
            ["average_distance_target_to_prediction"] = back.Mean,
            ["average_symmetric_surface_distance"] = surfaces.AverageSymmetricDistance,
            ["mean_average_surface_distance"] = surfaces.MeanAverageDistance,
            ["sorted_distances_prediction_to_target"] = there.Distances.ToArray(),
            ["sorted_distances_target_to_prediction"] = back.Distances.ToArray(),
        };
        foreach (double percentile in percentiles)
        {
            scores[$"percentile_{percentile}"] = new Dictionary<string, object?>
            {
                ["max_of_directed"] = surfaces.PercentileHausdorff(percentile),
                ["pooled"] = surfaces.PooledPercentileHausdorff(percentile),
            };
        }

        return scores;
    }

    static Dictionary<string, object?> SurfaceDice(GoldenMetric golden)
    {
        if (golden.Name == "weight_tables") return WeightTables(golden);
        golden.Always("within_tolerance", "distance <= tolerance");
        golden.Always("voxel_counted", "surface voxels as in surface_distance.json, every voxel counts 1");
        golden.Always("both_empty", "NaN");
        golden.Always("one_empty", "0");
        golden.Always("robust_hausdorff", "per direction the first distance whose cumulative weight share reaches the percentile, then the larger of both");
        if (!golden.Text("area_weighted").StartsWith("surface elements sit on voxel corners", StringComparison.Ordinal))
            throw GoldenMetric.Unknown("area_weighted", golden.Text("area_weighted"));
        double[] tolerances = golden.List("tolerances");
        var spacing = new VoxelSpacing(golden.List("spacing"));
        SurfaceDistances voxels = Compare(golden, new SurfaceComparer { Spacing = spacing }, 1);
        SurfaceDistances areas = Compare(golden, new SurfaceComparer { Spacing = spacing, Element = SurfaceElement.Area }, 1);
        DirectedDistances there = areas.PredictionToTruth, back = areas.TruthToPrediction;
        return new()
        {
            ["voxel_counted"] = new Dictionary<string, object?> { ["surface_dice"] = tolerances.Select(voxels.SurfaceDice) },
            ["area_weighted"] = new Dictionary<string, object?>
            {
                ["surface_measure_prediction"] = there.Measure,
                ["surface_measure_target"] = back.Measure,
                ["surface_dice"] = tolerances.Select(areas.SurfaceDice),
                ["overlap_of_prediction_surface"] = tolerances.Select(there.Within),
                ["overlap_of_target_surface"] = tolerances.Select(back.Within),
                ["average_distance_prediction_to_target"] = there.Mean,
                ["average_distance_target_to_prediction"] = back.Mean,
                ["robust_hausdorff_95"] = areas.PercentileHausdorff(95),
                ["robust_hausdorff_100"] = areas.PercentileHausdorff(100),
            },
        };
    }

    static Dictionary<string, object?> WeightTables(GoldenMetric golden)
    {
        golden.Always("bit_order", "corner (0,0[,0]) is the most significant bit, last axis fastest");

        // The file has nine digits of the areas.
        double[] Areas(double[] spacing) => [.. SurfaceMeasure.ByCode(spacing).Select(area => Math.Round(area, 9))];
        return new()
        {
            ["length_by_code_2d"] = SurfaceMeasure.ByCode(golden.List("spacing_2d")),
            ["area_by_code_3d"] = Areas(golden.List("spacing_3d")),
            ["area_by_code_3d_unit_spacing"] = Areas([1, 1, 1]),
        };
    }

    static Dictionary<string, object?> Boundary(GoldenMetric golden)
    {
        golden.Always("automatic_width", "max(1, round(0.02 * diagonal)), ties to even");
        golden.Always("boundary_region", "mask pixels whose distance to the nearest background pixel (or to outside the image) is <= width; " +
            "chessboard equals width erosions with a full 3x3 element");
        golden.Always("boundary_f1", "surface voxels as in surface_distance.json; a voxel matches when the distance to the other boundary is <= tolerance");
        golden.Always("both_empty", "NaN");
        golden.Always("one_empty", "0");
        double[] widths = golden.List("widths"), tolerances = golden.List("tolerances");
        int[] prediction = golden.Prediction, target = golden.Target;
        nint[] lengths = golden.Lengths;
        IEnumerable<Dictionary<string, object?>> Regions(BoundaryDistance distance) => widths.Select(width =>
        {
            var boundary = new BoundaryIoU(2) { Width = (int)width, Distance = distance };
            boundary.Add(new ReadOnlyTensorSpan<int>(prediction, lengths), new ReadOnlyTensorSpan<int>(target, lengths));
            BoundaryCounts counts = boundary.Counts[1];
            return new Dictionary<string, object?>
            {
                ["boundary_pixels_prediction"] = counts.Predicted,
                ["boundary_pixels_target"] = counts.True,
                ["intersection"] = counts.Intersection,
                ["union"] = counts.Union,
                ["boundary_iou"] = counts.IoU,
            };
        });
        SurfaceDistances surfaces = Compare(golden, new SurfaceComparer { Spacing = new VoxelSpacing(golden.List("spacing")) }, 1);
        return new()
        {
            ["image_diagonal"] = Math.Sqrt(lengths.Sum(length => (double)length * length)),
            ["automatic_width"] = BoundaryIoU.WidthOf(lengths),
            ["boundary_iou_chessboard"] = Regions(BoundaryDistance.Chessboard),
            ["boundary_iou_euclidean"] = Regions(BoundaryDistance.Euclidean),
            ["boundary_f1"] = tolerances.Select(tolerance => new Dictionary<string, object?>
            {
                ["precision"] = surfaces.PredictionToTruth.Within(tolerance),
                ["recall"] = surfaces.TruthToPrediction.Within(tolerance),
                ["f1"] = surfaces.BoundaryF1(tolerance),
            }),
        };
    }

    static SurfaceDistances Compare(GoldenMetric golden, SurfaceComparer comparer, int label)
    {
        int[] prediction = golden.Prediction, target = golden.Target;
        nint[] lengths = golden.Lengths;
        return comparer.Compare(new ReadOnlyTensorSpan<int>(prediction, lengths), new ReadOnlyTensorSpan<int>(target, lengths), label);
    }
}
