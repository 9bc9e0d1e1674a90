"""Losses written plainly with PyTorch's operators, for those that no library has, or as a further peer. Labels are class indices."""
import numpy as np
import torch
from scipy import ndimage
from torch.nn import functional as F


def one_hot(z, y):
    return torch.zeros_like(z).scatter_(1, y.unsqueeze(1), 1)


def positives(z, y):
    """The labels of one channel as numbers."""
    return y.unsqueeze(1).to(z.dtype)


def sums(p, t, batch=False, squared=False):
    """Intersection, predicted and target, by class and image."""
    axes = (0, 2, 3) if batch else (2, 3)
    return (p * t).sum(axes), (p * p if squared else p).sum(axes), t.sum(axes)


def ce_all_channels(z, y):
    return F.binary_cross_entropy(torch.softmax(z, 1), one_hot(z, y), reduction="sum") / y.numel()


def balanced_bce(z, y):
    t = positives(z, y)
    beta = 1 - t.mean()
    return F.binary_cross_entropy_with_logits(z, t, weight=torch.where(t > 0, beta, 1 - beta))


def kl(z, target):
    return F.kl_div(F.log_softmax(z, 1), target, reduction="sum") / (z.numel() / z.shape[1])


def focal(z, y, gamma=2):
    cross = F.cross_entropy(z, y, reduction="none")
    return ((1 - torch.exp(-cross)) ** gamma * cross).mean()


def focal_sigmoid(z, y, gamma=2, alpha=0.25):
    t = positives(z, y)
    cross = F.binary_cross_entropy_with_logits(z, t, reduction="none")
    p = torch.sigmoid(z)
    missing = p * (1 - t) + (1 - p) * t
    return ((alpha * t + (1 - alpha) * (1 - t)) * missing ** gamma * cross).mean()


def poly1(z, y, epsilon=1):
    cross = F.cross_entropy(z, y, reduction="none")
    return (cross + epsilon * (1 - torch.exp(-cross))).mean()


def symmetric_ce(z, y, a=0.1, b=1, log_of_zero=-4):
    cross = F.cross_entropy(z, y, reduction="none")
    return (a * cross - b * log_of_zero * (1 - torch.exp(-cross))).mean()


def topk(z, y, percentage=10):
    cross = F.cross_entropy(z, y, reduction="none").flatten()
    return torch.topk(cross, cross.numel() * percentage // 100, sorted=False)[0].mean()


def conservative(z, y, weight=5):
    cross = F.cross_entropy(z, y, reduction="none")
    return (weight * (1 - cross) ** 2 * torch.log(cross)).mean()


def unet(z, y, w0=10, sigma=5):
    """Cross-entropy times the border weights of connected components, by SciPy."""
    maps = []
    for mask in y.numpy() > 0:
        components, count = ndimage.label(mask)
        if count < 2:
            maps.append(np.ones(mask.shape, np.float32))
            continue
        nearest = np.full((2,) + mask.shape, np.inf, np.float32)
        for k in range(1, count + 1):
            distance = ndimage.distance_transform_edt(components != k).astype(np.float32)
            nearest[1] = np.minimum(nearest[1], np.maximum(nearest[0], distance))
            nearest[0] = np.minimum(nearest[0], distance)
        maps.append(1 + ~mask * w0 * np.exp(-(nearest[0] + nearest[1]) ** 2 / (2 * sigma ** 2)))
    return (torch.from_numpy(np.stack(maps)) * F.cross_entropy(z, y, reduction="none")).mean()


def dice(z, y, smooth=1, batch=False, squared=False, activation=torch.softmax):
    p, t = (torch.softmax(z, 1), one_hot(z, y)) if activation is torch.softmax else (torch.sigmoid(z), positives(z, y))
    axes = (0, 2, 3) if batch else (2, 3)
    intersection, predicted, target = sums(p, t, batch, squared)
    return (1 - (2 * intersection + smooth) / (predicted + target + smooth)).mean()


def jaccard(z, y, smooth=1):
    intersection, predicted, target = sums(torch.softmax(z, 1), one_hot(z, y))
    return (1 - (intersection + smooth) / (predicted + target - intersection + smooth)).mean()


def tversky(z, y, smooth=1, a=0.3, b=0.7, exponent=1):
    i, predicted, target = sums(torch.softmax(z, 1), one_hot(z, y))
    loss = 1 - (i + smooth) / (i + a * (predicted - i) + b * (target - i) + smooth)
    return (loss if exponent == 1 else loss ** exponent).mean()


def log_dice(z, y, smooth=1):
    intersection, predicted, target = sums(torch.softmax(z, 1), one_hot(z, y))
    return -torch.log((2 * intersection + smooth) / (predicted + target + smooth)).mean()


def log_cosh_dice(z, y):
    return torch.log(torch.cosh(dice(z, y)))


def generalized_dice(z, y, smooth=1e-5):
    intersection, predicted, target = sums(torch.softmax(z, 1), one_hot(z, y))
    w = 1 / target ** 2
    w = torch.where(target > 0, w, torch.where(target > 0, w, torch.zeros_like(w)).amax(1, keepdim=True))
    return (1 - (2 * (w * intersection).sum(1) + smooth) / ((w * (predicted + target)).sum(1) + smooth)).mean()


def exp_log(z, y, smooth=1, gamma=0.3):
    cross = F.cross_entropy(z, y, reduction="none")
    intersection, predicted, target = sums(torch.softmax(z, 1), one_hot(z, y))
    score = (2 * intersection + smooth) / (predicted + target + smooth)
    return 0.8 * ((-torch.log(score)) ** gamma).mean() + 0.2 * (cross ** gamma).mean()


def mcc(z, y, epsilon=1e-5):
    p, t = torch.sigmoid(z), positives(z, y)
    tp, tn, fp, fn = ((p * t).sum() + epsilon, ((1 - p) * (1 - t)).sum() + epsilon,
                      (p * (1 - t)).sum() + epsilon, ((1 - p) * t).sum() + epsilon)
    return 1 - (tp * tn - fp * fn) / (((tp + fp) * (tp + fn)).sqrt() * ((tn + fp) * (tn + fn)).sqrt())


def sensitivity_specificity(z, y, r=0.05, smooth=1):
    p, t = torch.softmax(z, 1), one_hot(z, y)
    error, absent = (t - p) ** 2, 1 - t
    return (r * (error * t).sum((2, 3)) / (t.sum((2, 3)) + smooth)
            + (1 - r) * (error * absent).sum((2, 3)) / (absent.sum((2, 3)) + smooth)).mean()


def asymmetric_f_beta(z, y, beta=1.5, smooth=1):
    return tversky(z, y, smooth, 1 / (1 + beta ** 2), beta ** 2 / (1 + beta ** 2))


def class_distances(classes):
    """The distances that both sides use: 1 from the background, and by the difference of the labels between the others."""
    label = torch.arange(classes, dtype=torch.float32)
    distances = (label[:, None] - label).abs() / (classes - 1)
    distances[0, 1:] = distances[1:, 0] = 1
    return distances


def generalized_wasserstein_dice(z, y, smooth=1e-5):
    p = torch.softmax(z, 1)
    error = (class_distances(z.shape[1])[y].permute(0, 3, 1, 2) * p).sum(1)
    true = (torch.where(y > 0, 1 - error, torch.zeros_like(error))).sum((1, 2))
    return (1 - (2 * true + smooth) / (2 * true + error.sum((1, 2)) + smooth)).mean()


def lovasz_gradient(truth):
    target = truth.sum()
    jaccard = 1 - (target - truth.cumsum(0)) / (target + (1 - truth).cumsum(0))
    return torch.cat([jaccard[:1], jaccard[1:] - jaccard[:-1]])


def boundary(z, y):
    """The mean of p times signed distances, by SciPy, over the foreground classes."""
    maps = np.zeros(z.shape, np.float32)
    for n, labels in enumerate(y.numpy()):
        for k in np.unique(labels):
            inside = labels == k
            if not inside.all():
                outside = ndimage.distance_transform_edt(~inside)
                maps[n, k] = np.where(inside, 1 - ndimage.distance_transform_edt(inside), outside)
    return (torch.softmax(z, 1)[:, 1:] * torch.from_numpy(maps)[:, 1:]).mean()


def combo(z, y, a=0.5, b=0.5, smooth=1):
    t = positives(z, y)
    cross = -(b * t * F.logsigmoid(z) + (1 - b) * (1 - t) * F.logsigmoid(-z)).mean()
    return a * cross - (1 - a) * (1 - dice(z, y, smooth, activation=torch.sigmoid))


def pooled_bce_dice(z, y, window=41, smooth=1):
    t = positives(z, y)
    pooled = F.avg_pool2d(t, window, 1, window // 2, count_include_pad=False)
    w = 5 * torch.exp(-5 * (pooled - 0.5).abs())
    w = w / w.mean()
    p = torch.sigmoid(z)
    cross = F.binary_cross_entropy_with_logits(z, t, weight=w, reduction="sum") / w.sum()
    w = w * w
    return cross + 1 - (2 * (w * p * t).sum() + smooth) / ((w * (p + t)).sum() + smooth)
