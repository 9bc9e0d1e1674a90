"""The shared library, its functions as seglab.h declares them, and tensors as it takes them."""

import ctypes
import os
import sys
from ctypes import POINTER, c_char_p, c_double, c_float, c_int32, c_int64, c_size_t, c_uint32, c_void_p
from pathlib import Path

import torch

ABI_VERSION = 1

_FILE = {"win32": "libseglab.dll", "darwin": "libseglab.dylib"}.get(sys.platform, "libseglab.so")
_TYPES = {torch.float32: 1, torch.uint8: 2, torch.int16: 3, torch.int32: 4, torch.int64: 5}
_LABELS = (torch.uint8, torch.int16, torch.int32, torch.int64)


class SegLabError(ValueError):
    """What the library refused, in its words; `status` is the number that seglab.h gives it."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class _Tensor(ctypes.Structure):
    _fields_ = [
        ("data", c_void_p),
        ("type", c_int32),
        ("rank", c_int32),
        ("lengths", POINTER(c_int64)),
        ("strides", POINTER(c_int64)),
    ]


_tensor = POINTER(_Tensor)
_SIGNATURES = {
    "loss_create": [c_char_p, POINTER(c_void_p)],
    "loss_at": [c_void_p, c_double, POINTER(c_void_p)],
    "loss_text": [c_void_p, c_void_p, c_size_t, POINTER(c_size_t)],
    "loss_evaluate": [c_void_p, _tensor, _tensor, _tensor, _tensor, c_int32, POINTER(c_double), _tensor],
    "loss_destroy": [c_void_p],
    "confusion_matrix_create": [c_int32, POINTER(c_void_p)],
    "confusion_matrix_add": [c_void_p, _tensor, _tensor, POINTER(c_int32)],
    "confusion_matrix_add_scores": [c_void_p, _tensor, _tensor, POINTER(c_int32)],
    "confusion_matrix_add_probabilities": [c_void_p, _tensor, _tensor, c_float, POINTER(c_int32)],
    "confusion_matrix_merge": [c_void_p, c_void_p],
    "confusion_matrix_clear": [c_void_p],
    "confusion_matrix_counts": [c_void_p, c_void_p, c_size_t, c_void_p],
    "confusion_matrix_score": [c_void_p, c_char_p, POINTER(c_double)],
    "confusion_matrix_class_scores": [c_void_p, c_char_p, c_void_p, c_size_t],
    "confusion_matrix_destroy": [c_void_p],
    "distance_transform": [_tensor, POINTER(c_double), c_int32, _tensor],
    "squared_distance_transform": [_tensor, POINTER(c_double), c_int32, _tensor],
    "distance_to_other_label": [_tensor, POINTER(c_double), c_int32, _tensor],
}


def _find():
    """The file that SEGLAB_LIBRARY names, or the one beside this package, or the one that the repository's build leaves."""
    if "SEGLAB_LIBRARY" in os.environ:
        return os.environ["SEGLAB_LIBRARY"]
    here = Path(__file__).resolve()
    places = [here.parent / _FILE]
    if len(here.parents) > 3:
        places.append(here.parents[3] / "artifacts/publish/SegLab.Native/release" / _FILE)
    for place in places:
        if place.exists():
            return str(place)
    raise ImportError(
        f"{_FILE} is not there: build it with `dotnet publish src/SegLab.Native -c Release` in SegLab's repository, "
        f"or let SEGLAB_LIBRARY name it. Looked for: {', '.join(map(str, places))}")


def _load():
    library = ctypes.CDLL(_find())
    library.seglab_abi_version.restype = c_uint32
    library.seglab_version.restype = c_char_p
    library.seglab_last_error.restype = c_char_p
    if library.seglab_abi_version() != ABI_VERSION:
        raise ImportError(f"{library._name} has version {library.seglab_abi_version()} of the C interface; this package needs {ABI_VERSION}.")
    functions = {}
    for name, arguments in _SIGNATURES.items():
        function = functions[name] = getattr(library, "seglab_" + name)
        function.argtypes = arguments
        function.restype = c_int32
    return library, functions


_library, _functions = _load()


def version():
    """The version of the library, such as "0.1.0"."""
    return _library.seglab_version().decode()


def call(name, *arguments):
    """Calls a function of the library by its name without `seglab_`. Raises SegLabError with what it says when it fails."""
    status = _functions[name](*arguments)
    if status != 0:
        raise SegLabError(status, _library.seglab_last_error().decode())


def destroy(name, handle):
    """Lets go of a handle; for finalizers, which must not raise."""
    _functions[name](handle)


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
    return _Tensor(tensor.data_ptr(), _TYPES[tensor.dtype], rank, sizes(*tensor.shape), sizes(*tensor.stride()))


def view_labels(tensor, what):
    """A label map as the library takes it; booleans are read as the bytes that they are."""
    if isinstance(tensor, torch.Tensor) and tensor.dtype == torch.bool:
        tensor = tensor.view(torch.uint8)
    return view(tensor, what, _LABELS)
