"""Confusion matrices and distance transforms against counts and distances taken the slow way."""

import math
import unittest

import torch

import seglab


class ConfusionMatrices(unittest.TestCase):
    def test_counts_pixels_by_true_and_predicted_class(self):
        truth, prediction = torch.tensor([0, 0, 1, 1, 2, 255]), torch.tensor([0, 1, 1, 1, 0, 2], dtype=torch.uint8)
        matrix = seglab.ConfusionMatrix(3, ignore_label=255)
        matrix.add(prediction, truth)
        self.assertEqual(matrix.counts.tolist(), [[1, 1, 0], [0, 2, 0], [1, 0, 0]])
        self.assertAlmostEqual(matrix.pixel_accuracy, 3 / 5)
        self.assertAlmostEqual(matrix.mean_iou, (1 / 3 + 2 / 3 + 0) / 3)
        self.assertEqual(matrix.class_scores("recall").tolist(), [0.5, 1, 0])

    def test_scores_are_counted_as_their_argmax(self):
        scores, truth = torch.randn(2, 4, 9, 11), torch.randint(0, 4, (2, 9, 11))
        by_scores, by_labels = seglab.ConfusionMatrix(4), seglab.ConfusionMatrix(4)
        by_scores.add_scores(scores.to(memory_format=torch.channels_last), truth)
        by_labels.add(scores.argmax(1), truth)
        self.assertTrue(torch.equal(by_scores.counts, by_labels.counts))

    def test_matrices_merge_and_clear(self):
        first, second = seglab.ConfusionMatrix(2), seglab.ConfusionMatrix(2)
        first.add(torch.tensor([1, 0]), torch.tensor([1, 1]))
        second.add_probabilities(torch.tensor([0.9, 0.5]), torch.tensor([1, 0]))
        first.merge(second)
        self.assertEqual(first.counts.tolist(), [[1, 0], [1, 2]])
        first.clear()
        self.assertTrue(math.isnan(first.mean_iou))

    def test_errors_say_what_is_wrong(self):
        matrix = seglab.ConfusionMatrix(2)
        for message, action in [
            ("classes are 0 to 1", lambda: matrix.add(torch.tensor([2]), torch.tensor([0]))),
            (r"\[2\], the truth \[3\]", lambda: matrix.add(torch.tensor([0, 1]), torch.tensor([0, 1, 1]))),
            ("there are iou, dice", lambda: matrix.class_scores("miou")),
            ("1 to 4096 classes", lambda: seglab.ConfusionMatrix(0)),
        ]:
            with self.subTest(message), self.assertRaisesRegex(seglab.SegLabError, message):
                action()
        with self.assertRaisesRegex(ValueError, "number of classes 4294967298 does not fit 32 bits"):
            seglab.ConfusionMatrix(2 ** 32 + 2)
        with self.assertRaisesRegex(AttributeError, "mean_iou"):
            matrix.miou


class DistanceTransforms(unittest.TestCase):
    def test_distances_are_those_to_the_nearest_zero(self):
        mask = torch.rand(13, 17) > 0.1
        spacing = (2.0, 0.5)
        zeros = torch.nonzero(~mask) * torch.tensor(spacing)
        places = torch.nonzero(torch.ones_like(mask)) * torch.tensor(spacing)
        expected = torch.cdist(places.double(), zeros.double(), compute_mode="donot_use_mm_for_euclid_dist").amin(1).reshape(mask.shape)
        torch.testing.assert_close(seglab.distance_transform(mask, spacing).double(), expected)

    def test_a_mask_in_any_layout_is_read(self):
        mask = (torch.rand(6, 7, 8) > 0.2).to(torch.uint8)
        turned = mask.permute(2, 0, 1).contiguous().permute(1, 2, 0)
        self.assertTrue(torch.equal(seglab.distance_transform(mask, squared=True), seglab.distance_transform(turned, squared=True)))

    def test_errors_say_what_is_wrong(self):
        mask = torch.ones(2, 3, dtype=torch.bool)
        for kind, message, action in [
            (ValueError, "3 spacings for 2 extents", lambda: seglab.distance_transform(mask, (1, 1, 1))),
            (seglab.SegLabError, "spacing", lambda: seglab.distance_transform(mask, (1, -1))),
            (seglab.SegLabError, "uint8", lambda: seglab.distance_transform(mask.long())),
            (TypeError, "must be a tensor, not list", lambda: seglab.distance_transform([1, 0], (1,))),
        ]:
            with self.subTest(message), self.assertRaisesRegex(kind, message):
                action()


if __name__ == "__main__":
    unittest.main()
