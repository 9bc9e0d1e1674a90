"""100,000 calls of a kind leave nothing behind. Prints what it measured."""

import gc
import unittest
from pathlib import Path

import torch

import seglab


def resident():
    """KiB of this process that lie in memory."""
    gc.collect()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])


@unittest.skipUnless(Path("/proc/self/status").exists(), "needs /proc")
class Leaks(unittest.TestCase):
    CALLS = 100_000

    # A loss that is not let go of takes about 250 bytes: 24,000 KiB for all of them.
    LIMIT = 6_000

    def assert_no_leak(self, what, call, calls_of_the_library=1):
        times = self.CALLS // calls_of_the_library
        for _ in range(times // 10):
            call()
        before = resident()
        for _ in range(times):
            call()
        grown = resident() - before
        print(f"{times} times {what}: {grown:+} KiB of {before}")
        self.assertLess(grown, self.LIMIT / calls_of_the_library, what)

    def test_nothing_is_left_of_evaluations(self):
        logits, labels = torch.randn(1, 3, 4, 4, requires_grad=True), torch.randint(0, 3, (1, 4, 4))
        loss = seglab.Loss("ce + dice")
        self.assert_no_leak("value and gradient", lambda: loss(logits, labels).backward())

    def test_nothing_is_left_of_losses(self):
        self.assert_no_leak("a loss made and let go of", lambda: seglab.Loss("ce"))

    def test_nothing_is_left_of_failures(self):
        def fail():
            try:
                loss(logits, labels)
            except seglab.SegLabError:
                pass

        logits, labels = torch.randn(1, 3, 4, 4), torch.randint(0, 3, (1, 4, 3))
        loss = seglab.Loss("ce")
        self.assert_no_leak("a failure", fail)

    def test_nothing_is_left_of_matrices_and_distances(self):
        scores, labels = torch.randn(1, 3, 4, 4), torch.randint(0, 3, (1, 4, 4))

        def count():
            matrix = seglab.ConfusionMatrix(3)
            matrix.add_scores(scores, labels)
            seglab.distance_transform(labels[0] > 0)

        self.assert_no_leak("a matrix and a distance transform", count)

    def test_nothing_is_left_of_boxes(self):
        boxes = torch.tensor([[0.0, 0, 2, 2], [1, 1, 3, 3]]).t().contiguous().t().requires_grad_()
        scores, loss = torch.rand(2), seglab.BoxLoss("wiou")

        def step():
            nonlocal loss
            loss(boxes, boxes.detach() + 1).backward()
            loss = loss.follow(0.5, 0.1)
            seglab.box_overlap(boxes.detach(), boxes.detach())
            seglab.nms(boxes.detach(), scores)

        self.assert_no_leak("a box loss, the loss of the next step, a matrix and a suppression", step, calls_of_the_library=5)

    def test_nothing_is_left_of_collections(self):
        maps = torch.randint(0, 2, (1, 4, 4), dtype=torch.int32)

        def count():
            seglab.SurfaceDistances([1]).add(maps, maps)
            seglab.InstanceMatching([0.5]).add(maps, maps)
            seglab.PanopticQuality([1]).add(maps, maps, maps, maps)

        self.assert_no_leak("a collection of each kind", count, calls_of_the_library=6)


if __name__ == "__main__":
    unittest.main()
