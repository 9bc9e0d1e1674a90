"""Surface distances, matched instances and panoptic quality against what the definitions say, taken the slow way."""

import math
import unittest

import torch

import seglab


def blobs(images=3, size=24, numbers=4, seed=0):
    """Two maps of overlapping rectangles, the second moved a little."""
    generator = torch.Generator().manual_seed(seed)
    maps = torch.zeros(2, images, size, size, dtype=torch.int64)
    for n in range(images):
        for k in range(1, numbers + 1):
            y, x = torch.randint(0, size - 8, (2,), generator=generator).tolist()
            h, w, dy, dx = torch.randint(1, 8, (4,), generator=generator).tolist()
            maps[0, n, y:y + h, x:x + w] = k
            maps[1, n, y + dy // 4:y + dy // 4 + h, x + dx // 4:x + dx // 4 + w] = k
    return maps[0], maps[1]


def surface(mask, spacing):
    """The places of pixels with a face neighbour outside, which is also what lies outside the image."""
    padded = torch.nn.functional.pad(mask, (1, 1, 1, 1))
    inside = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return (mask & ~inside).nonzero().double() * torch.tensor(spacing, dtype=torch.float64)


def surface_scores(prediction, truth, spacing, tolerance):
    there, back = surface(prediction, spacing), surface(truth, spacing)
    if len(there) == 0 or len(back) == 0:
        return [math.nan] * 6 if len(there) == len(back) else [math.inf] * 4 + [0, 0]
    distances = torch.cdist(there, back, compute_mode="donot_use_mm_for_euclid_dist")
    p, t = distances.amin(1), distances.amin(0)
    precision, recall = (p <= tolerance).double().mean(), (t <= tolerance).double().mean()
    return [float(score) for score in (
        torch.maximum(p.max(), t.max()), torch.maximum(p.quantile(0.95), t.quantile(0.95)), torch.cat([p, t]).mean(), (p.mean() + t.mean()) / 2,
        (torch.cat([p, t]) <= tolerance).double().mean(), 0 if precision + recall == 0 else 2 * precision * recall / (precision + recall))]


class Surfaces(unittest.TestCase):
    NAMES = ("hausdorff", "hd95", "assd", "masd", "surface_dice", "boundary_f1")

    def test_scores_are_those_of_the_definitions(self):
        prediction, truth = blobs()
        truth[0][truth[0] == 2] = 0
        labels, spacing, tolerance = (1, 2, 9), (2.0, 0.75), 1.5
        surfaces = seglab.SurfaceDistances(labels, spacing, tolerance)
        surfaces.add(prediction[:1], truth[:1].to(torch.uint8))
        surfaces.add(prediction[1:], truth[1:].transpose(1, 2).contiguous().transpose(1, 2))
        expected = torch.tensor([[surface_scores(p == label, t == label, spacing, tolerance) for label in labels] for p, t in zip(prediction, truth)])
        for k, name in enumerate(self.NAMES):
            with self.subTest(name):
                torch.testing.assert_close(surfaces.scores(name).float(), expected[..., k], equal_nan=True)
                torch.testing.assert_close(surfaces.means(name).float(), expected[..., k].nanmean(0), equal_nan=True)

    def test_collections_merge_and_volumes_have_three_axes(self):
        volume = torch.zeros(1, 5, 5, 5, dtype=torch.bool)
        volume[0, 1:4, 1:4, 1:4] = True
        first, second = seglab.SurfaceDistances([1], element="area"), seglab.SurfaceDistances([1], element="area")
        first.add(volume, volume.roll(1, 3))
        second.merge(first)
        second.merge(second)
        self.assertEqual(second.scores("hausdorff").tolist(), [[1], [1]])
        self.assertEqual(seglab.SurfaceDistances([1]).scores("assd").shape, (0, 1))
        self.assertTrue(seglab.SurfaceDistances([1]).means("assd").isnan().all())

    def test_errors_say_what_is_wrong(self):
        surfaces, maps = seglab.SurfaceDistances([1]), torch.zeros(1, 4, 4, dtype=torch.uint8)
        for kind, message, action in [
            (seglab.SegLabError, r"\[1, 4, 4\], the truth \[1, 4, 3\]", lambda: surfaces.add(maps, maps[..., :3])),
            (seglab.SegLabError, "there are hausdorff, hd95", lambda: surfaces.scores("hd")),
            (seglab.SegLabError, "no label", lambda: seglab.SurfaceDistances([])),
            (ValueError, "there are voxel, area", lambda: seglab.SurfaceDistances([1], element="mesh")),
            (TypeError, "float32", lambda: surfaces.add(maps.float(), maps)),
            (ValueError, "label 4294967297 does not fit 32 bits", lambda: seglab.SurfaceDistances([2 ** 32 + 1])),
            (ValueError, "ignored label 4294967295 does not fit", lambda: seglab.SurfaceDistances([1], ignore_label=2 ** 32 - 1)),
            (TypeError, "integer", lambda: seglab.SurfaceDistances([1.5])),
        ]:
            with self.subTest(message), self.assertRaisesRegex(kind, message):
                action()


def segments(categories, instances=None):
    keys = categories if instances is None else categories * 1000 + instances
    return {int(key): keys == key for key in keys.unique() if int(key) != 0}


def iou(a, b):
    return ((a & b).sum() / (a | b).sum()).item()


class Instances(unittest.TestCase):
    def test_counts_and_scores_are_those_of_the_definitions(self):
        prediction, truth = blobs(4, numbers=5, seed=1)
        matching = seglab.InstanceMatching((0.5, 0.6, 0.75))
        matching.add(prediction[:2], truth[:2])
        matching.add(prediction[2:], truth[2:].to(torch.uint8))
        counts, per_image = torch.zeros(3, 3, dtype=torch.int64), []
        for p, t in zip(prediction, truth):
            ps, ts = segments(p), segments(t)
            # From 0.5 on no instance has two partners.
            tp = torch.tensor([sum(iou(a, b) > threshold for a in ps.values() for b in ts.values()) for threshold in matching.thresholds])
            image = torch.stack([tp, len(ps) - tp, len(ts) - tp], 1)
            counts += image
            per_image.append((image[:, 0] / image.sum(1)).mean().item())
        self.assertEqual(matching.counts.tolist(), counts.tolist())
        tp, fp, fn = counts.double().unbind(1)
        torch.testing.assert_close(matching.scores("f1"), 2 * tp / (2 * tp + fp + fn))
        torch.testing.assert_close(matching.scores("recall"), tp / (tp + fn))
        self.assertAlmostEqual(matching.mean_over_images("threat_score"), sum(per_image) / 4, places=6)

        other = seglab.InstanceMatching((0.5, 0.6, 0.75))
        other.merge(matching)
        other.merge(matching)
        self.assertEqual(other.counts.tolist(), (2 * counts).tolist())
        self.assertEqual(len(seglab.InstanceMatching().scores("f2")), 10)

    def test_panoptic_qualities_are_those_of_the_definitions(self):
        instances, true_instances = blobs(3, numbers=6, seed=2)
        categories, true_categories = (1 + instances % 3) * (instances > 0), (1 + true_instances % 3) * (true_instances > 0)
        quality = seglab.PanopticQuality([1, 2, 5], [3])
        quality.add(categories, instances, true_categories, true_instances.to(torch.int32))
        found = {category: [0.0, 0, 0, 0] for category in quality.categories}
        for n in range(3):
            # The one stuff is a segment an image; void is nothing, and what lies on it does not count.
            stuff, true_stuff = instances[n] * (categories[n] != 3), true_instances[n] * (true_categories[n] != 3)
            predicted, true = segments(categories[n], stuff), segments(true_categories[n], true_stuff)
            void, matched = true_categories[n] == 0, set()
            for key, b in true.items():
                partner = [(other, iou(a & ~void, b)) for other, a in predicted.items() if other // 1000 == key // 1000 and iou(a & ~void, b) > 0.5]
                counts = found[key // 1000]
                if partner:
                    matched.add(partner[0][0])
                    counts[0] += partner[0][1]
                counts[1 if partner else 3] += 1
            for key, a in predicted.items():
                if key not in matched and 2 * (a & void).sum() <= a.sum():
                    found[key // 1000][2] += 1
        expected = torch.tensor([total / (tp + (fp + fn) / 2) if tp + fp + fn else math.nan for total, tp, fp, fn in found.values()], dtype=torch.float64)
        torch.testing.assert_close(quality.scores("pq"), expected, rtol=1e-6, atol=0, equal_nan=True)
        self.assertAlmostEqual(quality.mean("pq"), expected.nanmean().item(), places=6)
        other = seglab.PanopticQuality([1, 2, 5], [3])
        other.merge(quality)
        torch.testing.assert_close(other.scores("pq"), quality.scores("pq"), equal_nan=True)
        torch.testing.assert_close(quality.scores("sq") * quality.scores("rq"), expected, rtol=1e-6, atol=0, equal_nan=True)

    def test_errors_say_what_is_wrong(self):
        maps, quality = torch.ones(1, 2, 2, dtype=torch.int64), seglab.PanopticQuality([1])
        for kind, message, action in [
            (seglab.SegLabError, "threshold is 0 to 1", lambda: seglab.InstanceMatching([2])),
            (seglab.SegLabError, "there are precision, recall", lambda: seglab.InstanceMatching().scores("dice")),
            (seglab.SegLabError, r"\[N, spatial...\]", lambda: seglab.InstanceMatching().add(maps[0, 0], maps[0, 0])),
            (seglab.SegLabError, "category 2", lambda: quality.add(2 * maps, maps, maps, maps)),
            (seglab.SegLabError, "given twice", lambda: seglab.PanopticQuality([1], [1])),
            (ValueError, "instances have a number that does not fit", lambda: quality.add(maps, maps << 40, maps, maps)),
            (ValueError, "no threshold", lambda: seglab.InstanceMatching([])),
            (ValueError, "category 4294967296 does not fit", lambda: seglab.PanopticQuality([2 ** 32])),
            (seglab.SegLabError, r"predicted categories have the shape \[1, 2, 2\], the true instances \[1, 2, 1\]",
             lambda: quality.add(maps, maps, maps, maps[..., :1])),
        ]:
            with self.subTest(message), self.assertRaisesRegex(kind, message):
                action()


if __name__ == "__main__":
    unittest.main()
