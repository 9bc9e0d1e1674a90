"""Exact Euclidean distances."""

from ctypes import byref, c_double

import torch

from .library import call
from .tensors import view, view_labels


def distance_transform(mask, spacing=None, squared=False):
    """For each nonzero element of a mask (uint8 or bool, one to three extents) the distance to the nearest zero element, float32.

    ``spacing`` is the distance between neighbours along each axis, 1 when not given. Without a zero element all distances are infinite.
    """
    if spacing is not None and len(spacing) != mask.dim():
        raise ValueError(f"there are {len(spacing)} spacings for {mask.dim()} extents")
    steps = None if spacing is None else (c_double * len(spacing))(*spacing)
    distances = torch.empty(mask.shape, dtype=torch.float32)
    mask_view, distances_view = view_labels(mask, "mask"), view(distances, "distances")
    name = "squared_distance_transform" if squared else "distance_transform"
    call(name, byref(mask_view), steps, torch.get_num_threads(), byref(distances_view))
    return distances
