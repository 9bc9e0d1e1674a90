"""
Times box losses with their gradients, pairwise matrices and non-maximum suppression in torchvision and in plain PyTorch operators, answering a line with a line:

    pairs N PREDICTIONS TARGETS   reads pairs of boxes (float32, corners) from files
    scored N BOXES SCORES         reads boxes with scores from files
    open FAMILY                   names its peers, separated by tabs
    run INDEX                     milliseconds and value of one call of a peer
"""
import math
import sys
import time

import numpy as np
import torch
import torchvision
from torch.nn import functional as F
from torchvision import ops

OPERATORS = "torch operators"


def measures(p, t):
    """Intersection, union, width and height of the enclosing box, offsets of the center."""
    (px1, py1, px2, py2), (tx1, ty1, tx2, ty2) = p.unbind(1), t.unbind(1)
    overlap = (torch.min(px2, tx2) - torch.max(px1, tx1)).clamp(min=0) * (torch.min(py2, ty2) - torch.max(py1, ty1)).clamp(min=0)
    union = (px2 - px1) * (py2 - py1) + (tx2 - tx1) * (ty2 - ty1) - overlap
    cw, ch = torch.max(px2, tx2) - torch.min(px1, tx1), torch.max(py2, ty2) - torch.min(py1, ty1)
    return overlap / union, cw, ch, (px1 + px2 - tx1 - tx2) / 2, (py1 + py2 - ty1 - ty2) / 2


def sizes(boxes):
    return boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]


def iou(p, t):
    return (1 - measures(p, t)[0]).mean()


def eiou_each(p, t):
    overlap, cw, ch, dx, dy = measures(p, t)
    (w, h), (tw, th) = sizes(p), sizes(t)
    return overlap, 1 - overlap + (dx ** 2 + dy ** 2) / (cw ** 2 + ch ** 2) + ((w - tw) / cw) ** 2 + ((h - th) / ch) ** 2


def eiou(p, t):
    return eiou_each(p, t)[1].mean()


def focal_eiou(p, t):
    overlap, cost = eiou_each(p, t)
    return (overlap.detach() ** 0.5 * cost).mean()


def siou(p, t):
    overlap, cw, ch, dx, dy = measures(p, t)
    (w, h), (tw, th) = sizes(p), sizes(t)
    gamma = 2 * dx.abs() * dy.abs() / (dx ** 2 + dy ** 2) - 2
    distance = 2 - torch.exp(gamma * (dx / cw) ** 2) - torch.exp(gamma * (dy / ch) ** 2)
    shape = (1 - torch.exp(-(w - tw).abs() / torch.max(w, tw))) ** 4 + (1 - torch.exp(-(h - th).abs() / torch.max(h, th))) ** 4
    return (1 - overlap + (distance + shape) / 2).mean()


def alpha_ciou(p, t):
    overlap, cw, ch, dx, dy = measures(p, t)
    (w, h), (tw, th) = sizes(p), sizes(t)
    v = 4 / math.pi ** 2 * (torch.atan(tw / th) - torch.atan(w / h)) ** 2
    with torch.no_grad():
        alpha = v / (1 - overlap + v)
    return (1 - overlap ** 3 + ((dx ** 2 + dy ** 2) / (cw ** 2 + ch ** 2)) ** 3 + (alpha * v) ** 3).mean()


def wiou(p, t):
    overlap, cw, ch, dx, dy = measures(p, t)
    cost = torch.exp((dx ** 2 + dy ** 2) / (cw ** 2 + ch ** 2).detach()) * (1 - overlap)
    beta = (1 - overlap).detach()
    return (beta / (3 * 1.9 ** (beta - 3)) * cost).mean()


def mpdiou(p, t):
    return (1 - measures(p, t)[0] + ((p - t) ** 2).sum(1) / 2).mean()


def balanced_l1(p, t):
    alpha, gamma, beta = 0.5, 1.5, 1.0
    b = math.expm1(gamma / alpha) / beta
    d = (p - t).abs()
    return torch.where(d < beta, alpha / b * (b * d + 1) * torch.log(b * d + 1) - alpha * d, gamma * d + gamma / b - alpha * beta).sum(1).mean()


def smooth_l1(p, t):
    return 4 * F.smooth_l1_loss(p, t)


def with_gradient(loss):
    def run():
        value = loss(*PAIRS)
        torch.autograd.grad(value, PAIRS[0])
        return value.item()
    return run


def vision(loss):
    return "torchvision", with_gradient(lambda p, t: loss(p, t, reduction="mean"))


def operators(loss):
    return OPERATORS, with_gradient(loss)


PAIRS, SCORED = [], []
FAMILIES = {
    "iou": [operators(iou)],
    "giou": [vision(ops.generalized_box_iou_loss)],
    "diou": [vision(ops.distance_box_iou_loss)],
    "ciou": [vision(ops.complete_box_iou_loss)],
    "eiou": [operators(eiou)],
    "focal_eiou": [operators(focal_eiou)],
    "siou": [operators(siou)],
    "alpha_ciou": [operators(alpha_ciou)],
    "wiou": [operators(wiou)],
    "mpdiou": [operators(mpdiou)],
    "smooth_l1": [("torch smooth_l1_loss", with_gradient(smooth_l1))],
    "balanced_l1": [operators(balanced_l1)],
    "nms": [("torchvision nms", lambda: len(ops.nms(SCORED[0], SCORED[1], 0.5)))],
    "batched_nms": [("torchvision batched_nms", lambda: len(ops.batched_nms(SCORED[0], SCORED[1], torch.arange(len(SCORED[1])) % 80, 0.5)))],
    "iou_matrix": [("torchvision box_iou", lambda: ops.box_iou(SCORED[0][:2000], SCORED[0])[0].sum().item())],
    "giou_matrix": [("torchvision generalized_box_iou", lambda: ops.generalized_box_iou(SCORED[0][:2000], SCORED[0])[0].sum().item())],
    "diou_matrix": [("torchvision distance_box_iou", lambda: ops.distance_box_iou(SCORED[0][:2000], SCORED[0])[0].sum().item())],
    "ciou_matrix": [("torchvision complete_box_iou", lambda: ops.complete_box_iou(SCORED[0][:2000], SCORED[0])[0].sum().item())],
}


def read(path, *shape):
    return torch.from_numpy(np.fromfile(path, dtype=np.float32).reshape(shape))


def warm_up(peers):
    """The first calls fault the memory in that later ones find again."""
    for _, call in peers:
        begin = time.perf_counter()
        while time.perf_counter() - begin < 1.5:
            call()


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print(f"{torch.__version__}, torchvision {torchvision.__version__}", flush=True)
    peers = []
    for line in sys.stdin:
        command, *words = line.rstrip("\n").split("\t")
        if command == "pairs":
            PAIRS[:] = [read(words[1], int(words[0]), 4).requires_grad_(), read(words[2], int(words[0]), 4)]
            print("ok", flush=True)
        elif command == "scored":
            SCORED[:] = [read(words[1], int(words[0]), 4), read(words[2], int(words[0]))]
            print("ok", flush=True)
        elif command == "open":
            peers = FAMILIES[words[0]]
            warm_up(peers)
            print("\t".join(name for name, _ in peers), flush=True)
        else:
            start = time.perf_counter()
            value = peers[int(words[0])][1]()
            print(f"{1000 * (time.perf_counter() - start)}\t{value}", flush=True)


main()
