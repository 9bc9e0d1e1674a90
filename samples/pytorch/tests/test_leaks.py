"""100,000 calls leave nothing behind. Prints what it measured."""

import unittest
from pathlib import Path

import torch

import seglab


def resident():
    """KiB of this process that lie in memory."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])


@unittest.skipUnless(Path("/proc/self/status").exists(), "needs /proc")
class Leaks(unittest.TestCase):
    def test_100_000_calls_leave_nothing_behind(self):
        logits, labels = torch.randn(1, 3, 8, 8, requires_grad=True), torch.randint(0, 3, (1, 8, 8))
        loss, matrix = seglab.Loss("ce + dice"), seglab.ConfusionMatrix(3)
        mask = labels > 0

        def rounds(count):
            for i in range(count):
                loss(logits, labels).backward()
                matrix.add_scores(logits.detach(), labels)
                seglab.distance_transform(mask[0])
                seglab.Loss("ce")
                try:
                    loss(logits, labels[:, :4])
                except seglab.SegLabError:
                    pass

        rounds(5_000)
        before = resident()
        rounds(20_000)
        grown = resident() - before
        print(f"100,000 calls: {grown} KiB more in memory, of {before} KiB")
        # A leak of 64 bytes a call would be 6250 KiB.
        self.assertLess(grown, 4000)


if __name__ == "__main__":
    unittest.main()
