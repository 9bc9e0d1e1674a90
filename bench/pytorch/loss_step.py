"""Times seglab.Loss in PyTorch against the fastest that does the same: the loss with its backward pass alone, and a whole training step.

    PYTHONPATH=samples/pytorch SEGLAB_PEERS=/path/to/checkouts /usr/bin/python3 bench/pytorch/loss_step.py [threads]

All losses of a row take turns in one run. It shows the median of the milliseconds and, for the peers, the median of their time by that of seglab.Loss in the
same turn, which other work on the machine disturbs less. MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 lets PyTorch keep freed
memory; without them its large tensors are fresh pages in every step.
"""
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

import formulas
import seglab
from libraries import library

ROUNDS = 25
LAYOUTS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}


def candidates():
    """A name, and a function of logits and labels: cross-entropy plus the mean over images and classes of 1 - Dice with smooth = 1."""
    loss = seglab.Loss("ce + dice")
    yield "seglab.Loss", lambda z, y: loss(z, y)
    yield "torch operators", lambda z, y: F.cross_entropy(z, y) + formulas.dice(z, y)
    try:
        monai = library("MONAI").DiceCELoss(softmax=True, to_onehot_y=True, smooth_nr=1, smooth_dr=1)
        yield "MONAI DiceCELoss", lambda z, y: monai(z, y.unsqueeze(1))
    except ImportError as reason:
        print(f"MONAI is left out: {reason}")
    try:
        smp = library("smp").DiceLoss("multiclass", smooth=0.5)
        yield "smp DiceLoss + torch CE", lambda z, y: F.cross_entropy(z, y) + smp(z, y)
    except ImportError as reason:
        print(f"segmentation_models.pytorch is left out: {reason}")


def alone(loss, logits, labels):
    """Value and gradient of the loss."""
    def step():
        value = loss(logits, labels)
        torch.autograd.grad(value, logits)
        return value.item()
    return step


def training(loss, shape, labels, layout):
    """A step of a network that is small, so that the loss counts: two convolutions, ReLU, and a head."""
    torch.manual_seed(1)
    n, c, h, w = shape
    network = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, c, 1)).to(memory_format=layout)
    images = torch.randn(n, 3, h, w).to(memory_format=layout)
    optimizer = torch.optim.Adam(network.parameters())

    def step():
        optimizer.zero_grad()
        value = loss(network(images), labels)
        value.backward()
        optimizer.step()
        return value.item()
    return step


def measure(title, steps):
    """A row: losses take turns, so that what else the machine does meets all of them."""
    times, values = [], []
    for turn in range(ROUNDS + 2):
        times.append([])
        values = []
        for step in steps:
            begin = time.perf_counter()
            values.append(step())
            times[-1].append(1e3 * (time.perf_counter() - begin))
    if max(values) > min(values) * 1.001:
        sys.exit(f"the losses differ: {values}")
    del times[:2]
    middle = [statistics.median(column) for column in zip(*times)]
    ratios = [statistics.median(other / first for first, other in zip(next(zip(*times)), column)) for column in zip(*times)]
    cells = [f"{middle[0]:.1f}"] + [f"{ms:.1f} ({ratio:.2f})" for ms, ratio in zip(middle[1:], ratios[1:])]
    print(f"| {title} | {' | '.join(cells)} |", flush=True)


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    print(f"PyTorch {torch.__version__}, SegLab {seglab.version()}, {torch.get_num_threads()} threads, {ROUNDS} turns; ms, and in brackets times seglab.Loss")
    peers = list(candidates())
    print(f"| | {' | '.join(name for name, _ in peers)} |\n|{'---|' * (len(peers) + 1)}")
    for shape in [(4, 21, 256, 256), (8, 2, 256, 256)]:
        labels = torch.randint(0, shape[1], (shape[0], *shape[2:]), generator=torch.Generator().manual_seed(0))
        text = " x ".join(map(str, shape))
        for name, layout in LAYOUTS.items():
            logits = torch.randn(shape).to(memory_format=layout).requires_grad_()
            measure(f"loss, {text}, {name}", [alone(loss, logits, labels) for _, loss in peers])
            measure(f"training step, {text}, {name}", [training(loss, shape, labels, layout) for _, loss in peers])


main()
