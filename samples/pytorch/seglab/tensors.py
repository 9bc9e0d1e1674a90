"""Tensors and numbers as the library takes them."""

import ctypes
from ctypes import POINTER, c_double, c_int32, c_int64, c_void_p
from operator import index

import torch

_TYPES = {torch.float32: 1, torch.uint8: 2, torch.int16: 3, torch.int32: 4, torch.int64: 5, torch.float64: 6}
_LABELS = (torch.uint8, torch.int16, torch.int32, torch.int64)


class Tensor(ctypes.Structure):
    """seglab_tensor of the header."""

    _fields_ = [
        ("data", c_void_p),
        ("type", c_int32),
        ("rank", c_int32),
        ("lengths", POINTER(c_int64)),
        ("strides", POINTER(c_int64)),
    ]


def view(tensor, what, types=(torch.float32,)):
    """A CPU tensor as the library takes it, without a copy. It must outlive the view."""
    if not isinstance(tensor, torch.Tensor):
        raise TypeError(f"the {what} must be a tensor, not {type(tensor).__name__}")
    if tensor.device.type != "cpu" or tensor.layout != torch.strided:
        raise TypeError(f"the {what} must be a dense tensor on the CPU, not {tensor.layout} on {tensor.device}: call .cpu() or .to_dense()")
    if tensor.dtype not in types:
        raise TypeError(f"the {what} must be {' or '.join(map(str, types))}, not {tensor.dtype}")
    if tensor.is_conj() or tensor.is_neg():
        raise TypeError(f"the {what} must be resolved: call .resolve_neg()")
    rank = tensor.dim()
    sizes = c_int64 * rank
    return Tensor(tensor.data_ptr(), _TYPES[tensor.dtype], rank, sizes(*tensor.shape), sizes(*tensor.stride()))


def view_given(tensor, what, types=(torch.float32,)):
    """A pointer to the view of a tensor; none for none."""
    return None if tensor is None else ctypes.byref(view(tensor, what, types))


def view_maps(prediction, truth):
    """Two label maps as the library takes them where they must be of one type."""
    maps = [_bytes(prediction), _bytes(truth)]
    if all(isinstance(each, torch.Tensor) and each.dtype in _LABELS for each in maps) and maps[0].dtype != maps[1].dtype:
        maps = [each.to(torch.int64) for each in maps]
    views = view(maps[0], "prediction", _LABELS), view(maps[1], "truth", _LABELS)
    for each, kept in zip(views, maps):
        each.tensor = kept
    return views


def to_int32(tensor, what):
    """Integers that fit 32 bits, as such."""
    if not isinstance(tensor, torch.Tensor) or tensor.dtype not in (*_LABELS, torch.bool):
        raise TypeError(f"the {what} must be a tensor of integers, not {getattr(tensor, 'dtype', type(tensor).__name__)}")
    numbers = tensor.to(torch.int32)
    if tensor.dtype == torch.int64 and not torch.equal(numbers.to(torch.int64), tensor):
        raise ValueError(f"the {what} have a number that does not fit 32 bits")
    return numbers


def view_labels(tensor, what):
    """A label map as the library takes it; booleans are read as the bytes that they are."""
    return view(_bytes(tensor), what, _LABELS)


def _bytes(tensor):
    return tensor.view(torch.uint8) if isinstance(tensor, torch.Tensor) and tensor.dtype == torch.bool else tensor


def integer(number, what):
    """An integer as the library takes it; ctypes alone would cut off what does not fit."""
    if not -2 ** 31 <= index(number) < 2 ** 31:
        raise ValueError(f"the {what} {number} does not fit 32 bits")
    return c_int32(number)


def integer_given(number, what):
    """A pointer to an integer; none for none."""
    return None if number is None else ctypes.byref(integer(number, what))


def integers(numbers, what):
    """Integers as the library takes them, and how many there are."""
    return (c_int32 * len(numbers))(*(integer(number, what) for number in numbers)), len(numbers)


def reals(numbers):
    """Real numbers as the library takes them, and how many there are."""
    numbers = () if numbers is None else tuple(numbers)
    return (c_double * len(numbers))(*numbers), len(numbers)
