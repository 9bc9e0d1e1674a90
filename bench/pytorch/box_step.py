"""Times seglab.BoxLoss and seglab.nms in PyTorch against torchvision's.

    PYTHONPATH=samples/pytorch /usr/bin/python3 bench/pytorch/box_step.py [threads]

Both of a row take turns in one run. It shows the median of the milliseconds, and the median of torchvision's time by that of seglab in the same turn, which
other work on the machine disturbs less. MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 lets PyTorch keep freed memory.
"""
import statistics
import sys
import time

import torch
from torchvision import ops

import seglab

ROUNDS = 25
LOSSES = {"giou": ops.generalized_box_iou_loss, "diou": ops.distance_box_iou_loss, "ciou": ops.complete_box_iou_loss}


def boxes(count, seed):
    generator = torch.Generator().manual_seed(seed)
    corner, size = 1000 * torch.rand(count, 2, generator=generator), 20 + 80 * torch.rand(count, 2, generator=generator)
    return torch.cat([corner, corner + size], 1)


def step(loss, predictions, targets):
    """Value and gradient of the loss."""
    return lambda: torch.autograd.grad(loss(predictions, targets), predictions)


def rows():
    """What is timed, and how: by seglab, and by torchvision."""
    for count in (300, 10_000, 1_000_000):
        targets = boxes(count, 1)
        predictions = (targets + 5 * torch.rand(count, 4)).requires_grad_()
        for name, theirs in LOSSES.items():
            ours = seglab.BoxLoss(f"{name}(epsilon=1e-7)")
            yield (f"{name} loss, {count} pairs", step(ours, predictions, targets),
                   step(lambda p, t, theirs=theirs: theirs(p, t, reduction="mean"), predictions, targets))
    for count in (1000, 10_000):
        found, scores = boxes(count, 2), torch.rand(count)
        yield f"nms, {count} boxes", lambda: seglab.nms(found, scores, 0.5), lambda: ops.nms(found, scores, 0.5)


def milliseconds(action):
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    print(f"{'':<24}{'seglab':>12}{'torchvision':>14}{'ratio':>8}    ms, {torch.get_num_threads()} threads")
    for what, ours, theirs in rows():
        times = [(milliseconds(ours), milliseconds(theirs)) for _ in range(ROUNDS + 3)][3:]
        own, other = (statistics.median(column) for column in zip(*times))
        ratio = statistics.median(b / a for a, b in times)
        print(f"{what:<24}{own:>12.3f}{other:>14.3f}{ratio:>8.1f}")


if __name__ == "__main__":
    main()
