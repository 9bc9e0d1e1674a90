"""Box losses, similarities and suppression against torchvision where it is installed, and against formulas written over tensors."""

import copy
import math
import pickle
import unittest

import torch

import seglab

try:
    from torchvision import ops
except Exception:  # a torchvision that is not there, or whose operators do not load
    ops = None


def pairs(count=64, dtype=torch.float64, seed=0):
    """Predicted boxes and targets that mostly meet."""
    generator = torch.Generator().manual_seed(seed)
    corner, size = torch.rand(2, count, 2, generator=generator, dtype=torch.float64), 0.2 + torch.rand(2, count, 2, generator=generator, dtype=torch.float64)
    boxes = torch.cat([corner, corner + size], 2).to(dtype)
    return boxes[0].clone().requires_grad_(), boxes[1].clone()


def value_and_gradient(loss, boxes, *arguments):
    value = loss(boxes, *arguments)
    return value.detach(), torch.autograd.grad(value.sum(), boxes)[0]


def measures(boxes, targets):
    """IoU, and what of the enclosing box counts: its area, its squared diagonal, the squared distance of the centers; and the union."""
    least, most = torch.minimum(boxes, targets), torch.maximum(boxes, targets)
    inner = (least[:, 2:] - most[:, :2]).clamp(min=0).prod(1)
    union = (boxes[:, 2:] - boxes[:, :2]).prod(1) + (targets[:, 2:] - targets[:, :2]).prod(1) - inner
    outer = most[:, 2:] - least[:, :2]
    apart = ((boxes[:, :2] + boxes[:, 2:] - targets[:, :2] - targets[:, 2:]) / 2).square().sum(1)
    return inner / union, outer.prod(1), outer.square().sum(1), apart, union


def iou(boxes, targets):
    return 1 - measures(boxes, targets)[0]


def giou(boxes, targets):
    overlap, enclosing, _, _, union = measures(boxes, targets)
    return 1 - overlap + (enclosing - union) / enclosing


def diou(boxes, targets):
    overlap, _, diagonal, apart, _ = measures(boxes, targets)
    return 1 - overlap + apart / diagonal


def ciou(boxes, targets):
    overlap = measures(boxes, targets)[0]
    size, wanted = boxes[:, 2:] - boxes[:, :2], targets[:, 2:] - targets[:, :2]
    v = 4 / math.pi ** 2 * (torch.atan(wanted[:, 0] / wanted[:, 1]) - torch.atan(size[:, 0] / size[:, 1])).square()
    alpha = (v / (1 - overlap + v)).detach()
    return diou(boxes, targets) + alpha * v


FORMULAS = {"iou": iou, "giou": giou, "diou": diou, "ciou": ciou}


class Losses(unittest.TestCase):
    def test_values_and_gradients_are_those_of_the_formulas(self):
        for name, formula in FORMULAS.items():
            for dtype, tolerance in ((torch.float64, 1e-11), (torch.float32, 2e-5)):
                with self.subTest(name, dtype=dtype):
                    boxes, targets = pairs(dtype=dtype)
                    exact, exact_targets = boxes.detach().double().requires_grad_(), targets.double()
                    value, gradient = value_and_gradient(seglab.BoxLoss(name), boxes, targets)
                    expected, expected_gradient = value_and_gradient(lambda b, t: formula(b, t).mean(), exact, exact_targets)
                    self.assertEqual((value.dtype, gradient.dtype), (dtype, dtype))
                    torch.testing.assert_close(value.double(), expected, rtol=tolerance, atol=0)
                    torch.testing.assert_close(gradient.double(), expected_gradient, rtol=0, atol=tolerance * expected_gradient.abs().max().item())

    @unittest.skipUnless(ops and hasattr(ops, "complete_box_iou_loss"), "needs a torchvision with box losses")
    def test_values_and_gradients_are_those_of_torchvision(self):
        theirs = {"giou": ops.generalized_box_iou_loss, "diou": ops.distance_box_iou_loss, "ciou": ops.complete_box_iou_loss}
        for name, loss in theirs.items():
            for reduction in ("mean", "sum", "none"):
                with self.subTest(name, reduction=reduction):
                    boxes, targets = pairs()
                    value, gradient = value_and_gradient(seglab.BoxLoss(f"{name}(reduction={reduction}, epsilon=1e-7)"), boxes, targets)
                    expected, expected_gradient = value_and_gradient(lambda b, t: loss(b, t, reduction=reduction), boxes, targets)
                    torch.testing.assert_close(value, expected, rtol=1e-6, atol=0)
                    torch.testing.assert_close(gradient, expected_gradient, rtol=0, atol=1e-6 * expected_gradient.abs().max().item())

    def test_weights_multiply_and_the_mean_divides_by_their_sum(self):
        boxes, targets = pairs()
        weights = torch.rand(len(boxes), dtype=torch.float64)
        value, gradient = value_and_gradient(seglab.BoxLoss("giou"), boxes, targets, weights)
        expected, expected_gradient = value_and_gradient(lambda b, t: (weights * giou(b, t)).sum() / weights.sum(), boxes, targets)
        torch.testing.assert_close(value, expected)
        torch.testing.assert_close(gradient, expected_gradient)

    def test_values_of_each_box_are_backpropagated_with_what_comes_from_above(self):
        boxes, targets = pairs()
        factors = torch.randn(len(boxes), dtype=torch.float64)
        gradient = value_and_gradient(lambda b, t: factors * seglab.BoxLoss("diou(reduction=none)")(b, t), boxes, targets)[1]
        torch.testing.assert_close(gradient, value_and_gradient(lambda b, t: factors * diou(b, t), boxes, targets)[1])

    def test_formats_are_converted_with_their_gradients(self):
        boxes, targets = pairs()
        corners = {
            "xywh": lambda b: torch.cat([b[:, :2], b[:, :2] + b[:, 2:]], 1),
            "cxcywh": lambda b: torch.cat([b[:, :2] - b[:, 2:] / 2, b[:, :2] + b[:, 2:] / 2], 1),
        }
        for format, of in corners.items():
            with self.subTest(format):
                # Any numbers with sizes above 0 are boxes in these formats.
                b, t = boxes.detach().abs().requires_grad_(), targets.abs()
                value, gradient = value_and_gradient(seglab.BoxLoss("ciou", format), b, t)
                expected, expected_gradient = value_and_gradient(lambda b, t: ciou(of(b), of(t)).mean(), b, t)
                torch.testing.assert_close(value, expected)
                torch.testing.assert_close(gradient, expected_gradient)

    def test_any_layout_and_no_boxes_at_all_are_read(self):
        boxes, targets = pairs()
        loss = seglab.BoxLoss("ciou")
        value, gradient = value_and_gradient(loss, boxes, targets)
        turned = boxes.detach().t().contiguous().t().requires_grad_()
        other, other_gradient = value_and_gradient(loss, turned, targets.repeat_interleave(2, 0)[::2])
        self.assertTrue(torch.equal(other, value) and torch.equal(other_gradient, gradient))
        for text in ("ciou", "ciou(reduction=none)"):
            none = torch.empty(0, 4, requires_grad=True)
            value, gradient = value_and_gradient(seglab.BoxLoss(text), none, none.detach())
            self.assertEqual((value.sum().item(), gradient.shape), (0, none.shape))

    def test_the_mean_of_wise_iou_is_followed_and_kept_in_a_pickle(self):
        boxes, targets = pairs()
        mean = iou(boxes, targets).mean()
        loss = seglab.BoxLoss("wiou(version=2)", "xyxy").follow(seglab.BoxLoss("iou")(boxes, targets), momentum=0.5)
        _, _, diagonal, apart, _ = measures(boxes, targets)
        expected = ((iou(boxes, targets) / (0.5 + 0.5 * mean)).sqrt() * torch.exp(apart / diagonal) * iou(boxes, targets)).mean()
        for same in (loss, pickle.loads(pickle.dumps(loss)), copy.deepcopy(loss)):
            torch.testing.assert_close(same(boxes, targets), expected)
        self.assertIn("mean_iou_loss=0.", repr(loss))

    def test_boxes_move_onto_their_targets(self):
        boxes, targets = pairs(8)
        boxes = boxes.detach().requires_grad_()
        optimizer, loss = torch.optim.Adam([boxes], 0.02), seglab.BoxLoss("diou")
        for _ in range(300):
            optimizer.zero_grad()
            loss(boxes, targets).backward()
            optimizer.step()
        self.assertLess(iou(boxes, targets).max().item(), 0.2)

    def test_errors_say_what_is_wrong(self):
        boxes, targets = pairs()
        loss = seglab.BoxLoss("ciou")
        wrong = [
            (seglab.SegLabError, "giou", lambda: seglab.BoxLoss("gio")),
            (seglab.SegLabError, r"\[64, 3\], where \[N, 4\]", lambda: loss(boxes[:, :3], targets)),
            (seglab.SegLabError, "256 numbers of predictions and 252", lambda: loss(boxes, targets[1:])),
            (seglab.SegLabError, r"\[63\], where \[64\]", lambda: loss(boxes, targets, torch.ones(63, dtype=torch.float64))),
            (seglab.SegLabError, "prediction 0 .*right side is left", lambda: loss(-boxes, targets)),
            (seglab.SegLabError, "not finite", lambda: loss(boxes * float("nan"), targets)),
            (seglab.SegLabError, "float32, where float64", lambda: loss(boxes, targets.float())),
            (seglab.SegLabError, "no running mean", lambda: loss.follow(0.5, 0.1)),
            (TypeError, "float16", lambda: loss(boxes.half(), targets)),
            (TypeError, "detach", lambda: loss(boxes, boxes)),
            (ValueError, "there are xyxy, xywh, cxcywh", lambda: seglab.BoxLoss("ciou", "yxyx")),
        ]
        for kind, message, action in wrong:
            with self.subTest(message), self.assertRaisesRegex(kind, message):
                action()
        self.assertEqual(repr(seglab.BoxLoss("giou(power=3)", "xywh")), "BoxLoss(giou(power=3), format=xywh)")


def clusters(count=200, dtype=torch.float32):
    generator = torch.Generator().manual_seed(5)
    corner = torch.randint(0, 6, (count, 2), generator=generator) * 20 + 9 * torch.rand(count, 2, generator=generator)
    boxes = torch.cat([corner, corner + 8 + 8 * torch.rand(count, 2, generator=generator)], 1)
    return boxes.to(dtype), torch.rand(count, generator=generator), torch.randint(0, 3, (count,), generator=generator)


def overlap_by_formula(similarity, rows, columns):
    each = rows.repeat_interleave(len(columns), 0), columns.repeat(len(rows), 1)
    return (1 - FORMULAS[similarity](*each)).reshape(len(rows), len(columns))


def suppress(boxes, scores, lower, minimum=-math.inf):
    """Suppression as the papers tell it: the best goes out, and lowers the scores of the others."""
    matrix, left, scores = overlap_by_formula("iou", boxes.double(), boxes.double()), list(range(len(boxes))), scores.double().clone()
    kept = []
    while left:
        best = max(left, key=lambda i: scores[i])
        left.remove(best)
        kept.append(best)
        for i in left:
            scores[i] *= lower(matrix[best, i].item())
        left = [i for i in left if scores[i] > 0 and scores[i] >= minimum]
    return kept, scores[kept]


class Suppression(unittest.TestCase):
    def test_a_matrix_has_the_similarity_of_each_pair(self):
        boxes, _, _ = clusters(dtype=torch.float64)
        for similarity in FORMULAS:
            with self.subTest(similarity):
                expected = overlap_by_formula(similarity, boxes[:50], boxes[50:80])
                torch.testing.assert_close(seglab.box_overlap(boxes[:50], boxes[50:80], similarity), expected)
        self.assertEqual(seglab.box_overlap(boxes[:0], boxes).shape, (0, 200))

    def test_the_best_stay_as_by_the_papers_loop(self):
        boxes, scores, classes = clusters()
        expected, _ = suppress(boxes, scores, lambda overlap: float(overlap <= 0.4))
        self.assertEqual(seglab.nms(boxes, scores, 0.4).tolist(), expected)
        by_class = [(classes == c).nonzero()[:, 0] for c in range(3)]
        expected = sorted(torch.cat([own[suppress(boxes[own], scores[own], lambda overlap: float(overlap <= 0.4))[0]] for own in by_class]).tolist())
        self.assertEqual(seglab.nms(boxes, scores, 0.4, classes).sort().values.tolist(), expected)

    @unittest.skipUnless(ops, "needs torchvision")
    def test_the_best_stay_as_with_torchvision(self):
        boxes, scores, classes = clusters(2000)
        self.assertTrue(torch.equal(seglab.nms(boxes, scores, 0.3), ops.nms(boxes, scores, 0.3)))
        self.assertTrue(torch.equal(seglab.nms(boxes, scores, 0.3, classes), ops.batched_nms(boxes, scores, classes, 0.3)))
        torch.testing.assert_close(seglab.box_overlap(boxes[:100], boxes), ops.box_iou(boxes[:100], boxes))
        torch.testing.assert_close(seglab.box_overlap(boxes[:100], boxes, "giou"), ops.generalized_box_iou(boxes[:100], boxes))

    def test_soft_suppression_lowers_scores_as_by_the_papers_loop(self):
        boxes, scores, _ = clusters()
        decays = {"linear": lambda o: 1 - o if o > 0.5 else 1, "gaussian": lambda o: math.exp(-o ** 2 / 0.5)}
        for method, decay in decays.items():
            with self.subTest(method):
                kept, lowered = seglab.soft_nms(boxes, scores, method, minimum_score=0.05)
                expected, expected_scores = suppress(boxes, scores, decay, minimum=0.05)
                self.assertEqual(kept.tolist(), [i for i, s in zip(expected, expected_scores) if s >= 0.05])
                torch.testing.assert_close(lowered.double(), expected_scores[expected_scores >= 0.05], rtol=1e-5, atol=0)

    def test_errors_say_what_is_wrong(self):
        boxes, scores, classes = clusters(4)
        wrong = [
            (seglab.SegLabError, "Threshold is 0 to 1", lambda: seglab.nms(boxes, scores, 2)),
            (seglab.SegLabError, r"\[3\], where \[4\]", lambda: seglab.nms(boxes, scores[1:])),
            (seglab.SegLabError, "score of box 1", lambda: seglab.nms(boxes, torch.tensor([1, math.nan, 1, 1]))),
            (TypeError, "float64", lambda: seglab.nms(boxes.double(), scores)),
            (TypeError, "tensor of integers", lambda: seglab.nms(boxes, scores, classes=scores)),
            (ValueError, "does not fit 32 bits", lambda: seglab.nms(boxes, scores, classes=classes + 2 ** 40)),
            (ValueError, "there are iou, giou", lambda: seglab.nms(boxes, scores, similarity="siou")),
            (ValueError, "call nms", lambda: seglab.soft_nms(boxes, scores, "hard")),
        ]
        for kind, message, action in wrong:
            with self.subTest(message), self.assertRaisesRegex(kind, message):
                action()
        self.assertEqual(len(seglab.nms(boxes[:0], scores[:0])), 0)


if __name__ == "__main__":
    unittest.main()
