"""Segmentation losses, metrics and distance transforms of SegLab for PyTorch, on the CPU and without copies."""

from .distance import distance_transform
from .library import SegLabError, version
from .loss import Loss
from .metrics import ConfusionMatrix

__all__ = ["ConfusionMatrix", "Loss", "SegLabError", "distance_transform", "version"]
