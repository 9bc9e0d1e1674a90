"""Exact Euclidean distances."""

from ctypes import byref

import torch

from .library import call
from .tensors import reals, view, view_labels


def distance_transform(mask, spacing=None, squared=False):
    """For each nonzero element of a mask (uint8 or bool, one to three extents) the distance to the nearest zero element, float32.

    ``spacing`` is the distance between neighbours along each axis, 1 when not given. Without a zero element all distances are infinite.
    """
    mask_view = view_labels(mask, "mask")
    steps, count = (None, mask.dim()) if spacing is None else reals(spacing)
    if count != mask.dim():
        raise ValueError(f"there are {count} spacings for {mask.dim()} extents")
    distances = torch.empty(mask.shape, dtype=torch.float32)
    distances_view = view(distances, "distances")
    name = "squared_distance_transform" if squared else "distance_transform"
    call(name, byref(mask_view), steps, torch.get_num_threads(), byref(distances_view))
    return distances
