"""Values and gradients of seglab.Loss against PyTorch's own, and its contract."""

import copy
import pickle
import unittest
from concurrent.futures import ThreadPoolExecutor

import torch
from torch.nn import functional as F

import seglab

N, C, H, W = 3, 5, 17, 23


def scene(channels=C, classes=C, seed=0):
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(N, channels, H, W, generator=generator) * 2
    return logits.requires_grad_(), torch.randint(0, classes, (N, H, W), generator=generator)


def value_and_gradient(loss, logits, *arguments):
    value = loss(logits, *arguments)
    return value.detach(), torch.autograd.grad(value, logits)[0]


def sums(logits, labels, axes=(2, 3), squared=False):
    """Intersection, predicted and target of softmax probabilities and one-hot labels, by image and class."""
    p = torch.softmax(logits, 1)
    t = F.one_hot(labels, logits.shape[1]).movedim(-1, 1).to(p.dtype)
    return (p * t).sum(axes), (p ** 2 if squared else p).sum(axes), t.sum(axes)


def dice(logits, labels, smooth=1, **options):
    i, p, t = sums(logits, labels, **options)
    return (1 - (2 * i + smooth) / (p + t + smooth)).mean()


def binary_dice(logits, labels):
    p, t = torch.sigmoid(logits), labels.unsqueeze(1).to(logits.dtype)
    i = (p * t).sum((2, 3))
    return (1 - (2 * i + 1) / (p.sum((2, 3)) + t.sum((2, 3)) + 1)).mean()


def jaccard(logits, labels):
    i, p, t = sums(logits, labels)
    return (1 - (i + 1) / (p + t - i + 1)).mean()


def tversky(logits, labels, exponent=1.0):
    i, p, t = sums(logits, labels)
    return ((1 - (i + 1) / (i + 0.3 * (p - i) + 0.7 * (t - i) + 1)) ** exponent).mean()


def log_dice(logits, labels):
    i, p, t = sums(logits, labels)
    return -torch.log((2 * i + 1) / (p + t + 1)).mean()


def generalized_dice(logits, labels):
    i, p, t = sums(logits, labels)
    w = 1 / t ** 2
    return (1 - (2 * (w * i).sum(1) + 1e-5) / ((w * (p + t)).sum(1) + 1e-5)).mean()


# A spec, and the same in PyTorch's own operators, computed in double.
CLASS_WEIGHTS = [0.5, 1.0, 2.0, 3.0, 0.25]
SOFTMAX_LOSSES = {
    "ce": F.cross_entropy,
    "ce(ignore_index=3)": lambda z, y: F.cross_entropy(z, y, ignore_index=3),
    "ce(label_smoothing=0.1)": lambda z, y: F.cross_entropy(z, y, label_smoothing=0.1),
    f"ce(class_weights={CLASS_WEIGHTS})": lambda z, y: F.cross_entropy(z, y, weight=torch.tensor(CLASS_WEIGHTS, dtype=z.dtype)),
    "dice": dice,
    "dice(smooth=0.001)": lambda z, y: dice(z, y, smooth=0.001),
    "dice(aggregate=batch)": lambda z, y: dice(z, y, axes=(0, 2, 3)),
    "dice(overlap=squared_denominator)": lambda z, y: dice(z, y, squared=True),
    "jaccard": jaccard,
    "tversky": tversky,
    "focal_tversky": lambda z, y: tversky(z, y, exponent=0.75),
    "log_dice": log_dice,
    "log_cosh_dice": lambda z, y: torch.log(torch.cosh(dice(z, y))),
    "generalized_dice": generalized_dice,
    "ce + dice": lambda z, y: F.cross_entropy(z, y) + dice(z, y),
}
SIGMOID_LOSSES = {
    "bce": lambda z, y: F.binary_cross_entropy_with_logits(z, y.unsqueeze(1).to(z.dtype)),
    "dice(activation=sigmoid)": binary_dice,
    "bce + dice(activation=sigmoid)": lambda z, y: F.binary_cross_entropy_with_logits(z, y.unsqueeze(1).to(z.dtype)) + binary_dice(z, y),
}


class ValuesAndGradients(unittest.TestCase):
    def assert_agrees(self, spec, reference, logits, labels):
        with self.subTest(spec):
            value, gradient = value_and_gradient(seglab.Loss(spec), logits, labels)
            exact = logits.detach().double().requires_grad_()
            expected, expected_gradient = value_and_gradient(reference, exact, labels)
            torch.testing.assert_close(value.double(), expected, rtol=2e-6, atol=0)
            largest = expected_gradient.abs().max().item()
            torch.testing.assert_close(gradient.double(), expected_gradient, rtol=1e-5, atol=1e-5 * largest)

    def test_are_those_of_pytorch_for_softmax_losses(self):
        for spec, reference in SOFTMAX_LOSSES.items():
            self.assert_agrees(spec, reference, *scene())

    def test_are_those_of_pytorch_for_sigmoid_losses(self):
        for spec, reference in SIGMOID_LOSSES.items():
            self.assert_agrees(spec, reference, *scene(channels=1, classes=2))

    def test_soft_targets_are_those_of_pytorch(self):
        logits, _ = scene()
        target = torch.softmax(torch.randn(N, C, H, W), 1)
        self.assert_agrees("ce", F.cross_entropy, logits, target)

    def test_pixel_weights_multiply_what_a_pixel_adds(self):
        logits, labels = scene()
        weights = torch.rand(N, H, W)
        value, gradient = value_and_gradient(seglab.Loss("ce"), logits, labels, weights)
        expected, expected_gradient = value_and_gradient(lambda z, y: (weights * F.cross_entropy(z, y, reduction="none")).mean(), logits, labels)
        torch.testing.assert_close(value, expected)
        torch.testing.assert_close(gradient, expected_gradient, rtol=1e-4, atol=1e-8)

    def test_a_volume_and_a_line_have_as_many_extents_as_they_need(self):
        for shape in [(2, 3, 4, 5, 6), (2, 3, 7)]:
            logits = torch.randn(shape, requires_grad=True)
            labels = torch.randint(0, 3, (shape[0], *shape[2:]))
            value, gradient = value_and_gradient(seglab.Loss("ce"), logits, labels)
            expected, expected_gradient = value_and_gradient(F.cross_entropy, logits, labels)
            torch.testing.assert_close(value, expected)
            torch.testing.assert_close(gradient, expected_gradient, rtol=1e-4, atol=1e-8)


class Memory(unittest.TestCase):
    def test_every_layout_gives_the_same(self):
        logits, labels = scene()
        loss = seglab.Loss("ce + dice")
        value, gradient = value_and_gradient(loss, logits, labels)
        wide = torch.zeros(N, C + 2, H + 3, 2 * W)
        wide[:, 1:-1, 2:-1, ::2] = logits.detach()
        layouts = {
            "channels_last": logits.detach().to(memory_format=torch.channels_last),
            "window": wide[:, 1:-1, 2:-1, ::2],
            "transposed": logits.detach().transpose(2, 3).contiguous().transpose(2, 3),
        }
        for name, other in layouts.items():
            with self.subTest(name):
                other_value, other_gradient = value_and_gradient(loss, other.requires_grad_(), labels)
                self.assertEqual(other_value, value)
                self.assertTrue(torch.equal(other_gradient, gradient))
        strided_labels = labels.transpose(1, 2).contiguous().transpose(1, 2)
        self.assertTrue(torch.equal(value_and_gradient(loss, logits, strided_labels)[1], gradient))

    def test_every_type_of_label_gives_the_same(self):
        logits, labels = scene(classes=2)
        loss = seglab.Loss("ce + dice")
        value, gradient = value_and_gradient(loss, logits, labels)
        for dtype in (torch.bool, torch.uint8, torch.int16, torch.int32):
            with self.subTest(dtype):
                other_value, other_gradient = value_and_gradient(loss, logits, labels.to(dtype))
                self.assertEqual(other_value, value)
                self.assertTrue(torch.equal(other_gradient, gradient))

    def test_a_gradient_that_is_kept_is_not_written_over(self):
        logits, labels = scene()
        loss = seglab.Loss("ce")
        first = value_and_gradient(loss, logits, labels)[1]
        kept = first.clone()
        other, _ = scene(seed=1)
        second = value_and_gradient(loss, other, labels)[1]
        self.assertTrue(torch.equal(first, kept))
        self.assertNotEqual(first.data_ptr(), second.data_ptr())

    def test_memory_of_a_gradient_that_is_gone_is_used_again(self):
        logits, labels = scene()
        loss = seglab.Loss("ce")
        places = set()
        for _ in range(4):
            gradient = value_and_gradient(loss, logits, labels)[1]
            places.add(gradient.data_ptr())
            del gradient
        self.assertEqual(len(places), 1)


class Backward(unittest.TestCase):
    def test_multiplies_with_what_comes_from_above(self):
        logits, labels = scene()
        loss = seglab.Loss("ce")
        gradient = value_and_gradient(loss, logits, labels)[1].clone()
        (3 * loss(logits, labels)).backward()
        torch.testing.assert_close(logits.grad, 3 * gradient)

    def test_may_run_twice(self):
        logits, labels = scene()
        value = seglab.Loss("dice")(logits, labels)
        value.backward(retain_graph=True)
        once = logits.grad.clone()
        value.backward()
        torch.testing.assert_close(logits.grad, 2 * once)

    def test_two_losses_add_up(self):
        logits, labels = scene()
        ce, both = seglab.Loss("ce"), seglab.Loss("2*ce")
        (ce(logits, labels) + ce(logits, labels)).backward()
        torch.testing.assert_close(logits.grad, value_and_gradient(both, logits, labels)[1])

    def test_is_not_prepared_where_it_is_not_wanted(self):
        logits, labels = scene()
        with torch.no_grad():
            value = seglab.Loss("ce")(logits, labels)
        self.assertFalse(value.requires_grad)
        self.assertFalse(seglab.Loss("ce")(logits.detach(), labels).requires_grad)


class Contract(unittest.TestCase):
    def test_errors_say_what_is_wrong(self):
        logits, labels = scene()
        wrong = [
            (seglab.SegLabError, "did you mean 'dice'", lambda: seglab.Loss("dixe")),
            (seglab.SegLabError, r"labels are 0 to 4", lambda: seglab.Loss("ce")(logits, labels + 1)),
            (seglab.SegLabError, r"ask for \[3, 17, 23\]", lambda: seglab.Loss("ce")(logits, labels[:2])),
            (seglab.SegLabError, r"nan at image 0, channel 0, pixel 0|NaN at image 0, channel 0, pixel 0",
             lambda: seglab.Loss("ce")(logits * float("nan"), labels)),
            (seglab.SegLabError, "reduction=none", lambda: seglab.Loss("ce(reduction=none)")(logits, labels)),
            (seglab.SegLabError, "progress of training", lambda: seglab.Loss("linear(0, 1)*ce")(logits, labels)),
            (TypeError, "float64", lambda: seglab.Loss("ce")(logits.double(), labels)),
            (TypeError, "meta", lambda: seglab.Loss("ce")(logits.to("meta"), labels)),
            (TypeError, "int8", lambda: seglab.Loss("ce")(logits, labels.to(torch.int8))),
            (TypeError, "NoneType", lambda: seglab.Loss("ce")(logits, None)),
        ]
        for kind, message, action in wrong:
            with self.subTest(message), self.assertRaisesRegex(kind, message):
                action()

    def test_a_schedule_is_asked_for_its_weight(self):
        logits, labels = scene()
        half = seglab.Loss("linear(0, 1)*ce").at(0.5)
        torch.testing.assert_close(half(logits, labels), 0.5 * F.cross_entropy(logits, labels))

    def test_it_is_a_module_that_prints_copies_and_pickles(self):
        loss = seglab.Loss("0.5*ce(ignore_index=255) + dice")
        self.assertEqual(repr(torch.nn.Sequential(loss)), "Sequential(\n  (0): Loss(0.5*ce(ignore_index=255) + dice)\n)")
        self.assertEqual(repr(pickle.loads(pickle.dumps(loss))), repr(loss))
        self.assertEqual(repr(copy.deepcopy(loss)), repr(loss))

    def test_threads_may_share_a_loss(self):
        logits, labels = scene()
        loss = seglab.Loss("ce + dice")
        value, gradient = value_and_gradient(loss, logits, labels)

        def evaluate(_):
            own = logits.detach().clone().requires_grad_()
            return value_and_gradient(loss, own, labels)

        with ThreadPoolExecutor(4) as pool:
            for other_value, other_gradient in pool.map(evaluate, range(40)):
                self.assertEqual(other_value, value)
                self.assertTrue(torch.equal(other_gradient, gradient))


if __name__ == "__main__":
    unittest.main()
