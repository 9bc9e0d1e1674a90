"""
Times value and gradient of segmentation losses in PyTorch, as libraries have them and as plain operators, answering a line with a line:

    data N C H W LOGITS LABELS   reads logits (float32) and labels (bytes) from files
    open FAMILY                  names its peers, separated by tabs; those that cannot be used start with - and say why
    run INDEX                    milliseconds and value of one call of a peer
"""
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import formulas
from libraries import library

OPERATORS = "torch operators"


def label_channel(loss):
    return lambda z, y: loss(z, y.unsqueeze(1))


def probabilities(loss):
    return lambda z, y: loss(torch.softmax(z, 1), y)


def volume(loss):
    """For losses that take volumes only: of depth 1."""
    return lambda z, y: loss(z.unsqueeze(-1), y[:, None, :, :, None])


def monai(name, **options):
    if "sigmoid" not in options:
        options.update(softmax=True, to_onehot_y=True)
    return f"MONAI {name}", lambda m: label_channel(getattr(m, name)(**options))


def smp(name, *mode, binary=False, prepare=None, **options):
    def make(m):
        loss = getattr(m, name)(*mode, **options)
        wrapped = (lambda z, y: loss(z, formulas.positives(z, y))) if binary else loss
        return prepare(wrapped) if prepare else wrapped
    return f"smp {name}", make


def odyssey(name, call=label_channel, **options):
    def make(m):
        return call(getattr(m, name)(**{key: m.softmax_helper if value == "softmax" else value for key, value in options.items()}))
    return f"SegLossOdyssey {name}", make


def sigmoid(loss):
    return lambda z, y: loss(torch.sigmoid(z), y)


def operators(loss, **options):
    return OPERATORS, lambda _: lambda z, y: loss(z, y, **options)


def torch_binary(loss):
    return "torch BCEWithLogitsLoss", lambda _: lambda z, y: loss(z, formulas.positives(z, y))


def boundary_odyssey(m):
    """Takes its maps as an argument; they are made anew by SciPy."""
    def loss(z, y):
        maps = torch.zeros_like(z)
        for n, labels in enumerate(y.numpy()):
            for k in np.unique(labels):
                inside = labels == k
                if not inside.all():
                    outside = formulas.ndimage.distance_transform_edt(~inside)
                    maps[n, k] = torch.from_numpy(np.where(inside, 1 - formulas.ndimage.distance_transform_edt(inside), outside))
        return m.BDLoss()(z.unsqueeze(-1), y, maps.unsqueeze(-1))
    return loss


def wasserstein_monai(m):
    loss = m.GeneralizedWassersteinDiceLoss(formulas.class_distances(classes()))
    return lambda z, y: loss(z, y)


def unified_focal_monai(m):
    loss = m.AsymmetricUnifiedFocalLoss()
    return lambda z, y: loss(torch.softmax(z, 1), formulas.one_hot(z, y))


def cl_dice_monai(m):
    loss = m.SoftclDiceLoss()
    return lambda z, y: loss(formulas.one_hot(z, y), torch.softmax(z, 1))


def hinge(m):
    return lambda z, y: m.lovasz_hinge(z[:, 0], y, per_image=False)


# For each family its peers: a name that starts with the library's, and what makes a function of logits and labels out of the library.
FAMILIES = {
    "ce": [
        ("torch CrossEntropyLoss", lambda _: nn.CrossEntropyLoss()),
        smp("SoftCrossEntropyLoss", smooth_factor=0.0),
        odyssey("CrossentropyND", call=lambda loss: loss),
    ],
    "ce_all_channels": [operators(formulas.ce_all_channels)],
    "bce": [torch_binary(nn.BCEWithLogitsLoss()), smp("SoftBCEWithLogitsLoss", binary=True)],
    "balanced_bce": [operators(formulas.balanced_bce)],
    "nll": [("torch NLLLoss", lambda _: nn.NLLLoss())],
    "kl": [("torch kl_div", lambda _: formulas.kl)],
    "focal": [
        operators(formulas.focal),
        ("MONAI FocalLoss", lambda m: label_channel(m.FocalLoss(to_onehot_y=True, use_softmax=True))),
        ("kornia FocalLoss", lambda m: m.FocalLoss(alpha=None, reduction="mean")),
        odyssey("FocalLoss", apply_nonlin="softmax"),
    ],
    "focal_sigmoid": [
        operators(formulas.focal_sigmoid),
        ("MONAI FocalLoss", lambda m: label_channel(m.FocalLoss(alpha=0.25))),
        smp("FocalLoss", "binary", alpha=0.25),
        ("kornia BinaryFocalLossWithLogits", lambda m: label_channel(m.BinaryFocalLossWithLogits(alpha=0.25, reduction="mean"))),
        ("torchvision sigmoid_focal_loss", lambda m: lambda z, y: m.sigmoid_focal_loss(z, formulas.positives(z, y), reduction="mean")),
    ],
    "poly1": [operators(formulas.poly1)],
    "symmetric_ce": [operators(formulas.symmetric_ce)],
    "topk": [odyssey("TopKLoss"), operators(formulas.topk)],
    "conservative": [operators(formulas.conservative)],
    "unet": [("torch operators and SciPy", lambda _: formulas.unet)],
    "dice": [
        operators(formulas.dice),
        monai("DiceLoss", smooth_nr=1, smooth_dr=1),
        odyssey("SoftDiceLoss", apply_nonlin="softmax"),
        ("kornia DiceLoss", lambda m: m.DiceLoss(average="macro")),
    ],
    "dice_batch": [
        operators(formulas.dice, batch=True),
        monai("DiceLoss", smooth_nr=1, smooth_dr=1, batch=True),
        smp("DiceLoss", "multiclass", smooth=0.5),
        odyssey("SoftDiceLoss", apply_nonlin="softmax", batch_dice=True),
    ],
    "dice_squared": [operators(formulas.dice, squared=True), monai("DiceLoss", smooth_nr=1, smooth_dr=1, squared_pred=True)],
    "dice_sigmoid": [
        operators(formulas.dice, activation=torch.sigmoid),
        monai("DiceLoss", sigmoid=True, smooth_nr=1, smooth_dr=1),
    ],
    "jaccard": [
        operators(formulas.jaccard),
        monai("DiceLoss", jaccard=True, smooth_nr=2, smooth_dr=2),
        smp("JaccardLoss", "multiclass", smooth=1),
        odyssey("IoULoss", apply_nonlin="softmax"),
    ],
    "tversky": [
        operators(formulas.tversky),
        monai("TverskyLoss", alpha=0.3, beta=0.7, smooth_nr=1, smooth_dr=1),
        smp("TverskyLoss", "multiclass", alpha=0.3, beta=0.7, smooth=1),
        odyssey("TverskyLoss", apply_nonlin="softmax"),
        ("kornia TverskyLoss", lambda m: m.TverskyLoss(0.3, 0.7)),
    ],
    "focal_tversky": [
        operators(formulas.tversky, exponent=0.75),
        smp("TverskyLoss", "multiclass", alpha=0.3, beta=0.7, smooth=1, gamma=0.75),
        ("SegLossOdyssey FocalTversky_loss", lambda m: label_channel(m.FocalTversky_loss({"apply_nonlin": m.softmax_helper}))),
    ],
    "log_dice": [operators(formulas.log_dice), smp("DiceLoss", "multiclass", log_loss=True, smooth=0.5)],
    "log_cosh_dice": [operators(formulas.log_cosh_dice)],
    "generalized_dice": [
        operators(formulas.generalized_dice),
        monai("GeneralizedDiceLoss"),
        odyssey("GDiceLoss", call=volume, apply_nonlin="softmax"),
        odyssey("GDiceLossV2", apply_nonlin="softmax"),
    ],
    "generalized_wasserstein_dice": [
        operators(formulas.generalized_wasserstein_dice),
        ("MONAI GeneralizedWassersteinDiceLoss", wasserstein_monai),
    ],
    "exp_log": [
        operators(formulas.exp_log),
        ("SegLossOdyssey ExpLog_loss", lambda m: label_channel(m.ExpLog_loss({}, {}))),
    ],
    "mcc": [operators(formulas.mcc), smp("MCCLoss", prepare=sigmoid, binary=True)],
    "sensitivity_specificity": [operators(formulas.sensitivity_specificity), odyssey("SSLoss", apply_nonlin="softmax")],
    "asymmetric_f_beta": [operators(formulas.asymmetric_f_beta), odyssey("AsymLoss", apply_nonlin="softmax")],
    "lovasz_softmax": [
        ("LovaszSoftmax lovasz_softmax", lambda m: probabilities(m.lovasz_softmax)),
        smp("LovaszLoss", "multiclass"),
        odyssey("LovaszSoftmax", call=probabilities),
    ],
    "lovasz_hinge": [("LovaszSoftmax lovasz_hinge", hinge), smp("LovaszLoss", "binary", binary=True)],
    "boundary": [
        ("torch operators and SciPy", lambda _: formulas.boundary),
        ("SegLossOdyssey BDLoss and SciPy", boundary_odyssey),
    ],
    "hausdorff_dt": [monai("HausdorffDTLoss", include_background=True)],
    "combo": [operators(formulas.combo)],
    "dice_ce": [
        ("torch operators", lambda _: lambda z, y: F.cross_entropy(z, y) + formulas.dice(z, y)),
        monai("DiceCELoss", smooth_nr=1, smooth_dr=1),
        ("SegLossOdyssey DC_and_CE_loss", lambda m: label_channel(m.DC_and_CE_loss({}, {}))),
    ],
    "dice_focal": [
        ("torch operators", lambda _: lambda z, y: formulas.focal(z, y) + formulas.dice(z, y)),
        monai("DiceFocalLoss", smooth_nr=1, smooth_dr=1),
    ],
    "unified_focal": [("MONAI AsymmetricUnifiedFocalLoss", unified_focal_monai)],
    "pooled_bce_dice": [operators(formulas.pooled_bce_dice)],
    "cl_dice": [("MONAI SoftclDiceLoss", cl_dice_monai)],
}

data = {}


def classes():
    return data["logits"].shape[1]


def read(n, c, h, w, logits, labels):
    n, c, h, w = int(n), int(c), int(h), int(w)
    data["logits"] = torch.from_numpy(np.fromfile(logits, np.float32).reshape(n, c, h, w))
    data["labels"] = torch.from_numpy(np.fromfile(labels, np.uint8).reshape(n, h, w)).long()
    return "read"


def prepare(family):
    """What a family is given in place of logits and labels."""
    z, y = data["logits"], data["labels"]
    if family == "nll":
        z = torch.log_softmax(z, 1)
    if family == "kl":
        y = 0.9 * formulas.one_hot(z, y) + 0.1 / z.shape[1]
    return z.detach().requires_grad_(), y


def peer_of(name, make):
    source = name.split()[0]
    return make(None if source == "torch" else library(source))


def call(peer, z, y):
    start = time.perf_counter()
    value = peer(z, y)
    torch.autograd.grad(value, z)
    return 1e3 * (time.perf_counter() - start), value.item()


def warm_up(peer, z, y):
    """The first calls fault the memory in that later ones find again."""
    begin = time.perf_counter()
    for _ in range(8):
        call(peer, z, y)
        if time.perf_counter() - begin > 6:
            return


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print(torch.__version__, flush=True)
    peers, z, y = [], None, None
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split("\t")
        if command == "data":
            answer = read(*arguments)
        elif command == "open":
            z, y = prepare(arguments[0])
            peers, names = [], []
            for name, make in FAMILIES[arguments[0]]:
                try:
                    peer = peer_of(name, make)
                    warm_up(peer, z, y)
                    peers.append(peer)
                    names.append(name)
                except Exception as reason:
                    names.append(f"-{name}: {reason}".replace("\n", " ").replace("\t", " "))
            answer = "\t".join(names)
        else:
            answer = "%r\t%r" % call(peers[int(arguments[0])], z, y)
        print(answer, flush=True)


main()
