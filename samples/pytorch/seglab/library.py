"""The shared library and its functions as seglab.h declares them."""

import ctypes
import os
import sys
from ctypes import POINTER, c_char_p, c_double, c_float, c_int32, c_int64, c_size_t, c_uint32, c_void_p
from pathlib import Path
from weakref import finalize

from .tensors import Tensor

ABI_VERSION = 1

_FILE = {"win32": "libseglab.dll", "darwin": "libseglab.dylib"}.get(sys.platform, "libseglab.so")


class SegLabError(ValueError):
    """What the library refused, in its words; `status` is the number that seglab.h gives it."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


_tensor = POINTER(Tensor)
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
    "box_loss_create": [c_char_p, POINTER(c_void_p)],
    "box_loss_follow": [c_void_p, c_double, c_double, POINTER(c_void_p)],
    "box_loss_text": [c_void_p, c_void_p, c_size_t, POINTER(c_size_t)],
    "box_loss_evaluate": [c_void_p, _tensor, _tensor, c_int32, _tensor, c_int32, POINTER(c_double), _tensor],
    "box_loss_evaluate_each": [c_void_p, _tensor, _tensor, c_int32, _tensor, c_int32, _tensor, _tensor],
    "box_loss_destroy": [c_void_p],
    "box_overlap": [_tensor, _tensor, c_int32, c_int32, c_int32, _tensor],
    "suppression_create": [c_int32, c_int32, c_double, c_double, c_double, POINTER(c_void_p)],
    "suppression_select": [c_void_p, _tensor, _tensor, _tensor, c_int32, c_void_p, c_void_p, c_size_t, POINTER(c_size_t)],
    "suppression_destroy": [c_void_p],
    "surface_distances_create": [POINTER(c_int32), c_size_t, POINTER(c_double), c_size_t, c_int32, c_double, POINTER(c_int32), c_int32, POINTER(c_void_p)],
    "surface_distances_add": [c_void_p, _tensor, _tensor],
    "surface_distances_merge": [c_void_p, c_void_p],
    "surface_distances_scores": [c_void_p, c_char_p, c_void_p, c_size_t, POINTER(c_size_t)],
    "surface_distances_means": [c_void_p, c_char_p, c_void_p, c_size_t],
    "surface_distances_destroy": [c_void_p],
    "instance_matching_create": [POINTER(c_double), c_size_t, POINTER(c_void_p)],
    "instance_matching_add": [c_void_p, _tensor, _tensor, POINTER(c_int32)],
    "instance_matching_merge": [c_void_p, c_void_p],
    "instance_matching_counts": [c_void_p, c_void_p, c_size_t],
    "instance_matching_scores": [c_void_p, c_char_p, c_void_p, c_size_t],
    "instance_matching_mean_over_images": [c_void_p, c_char_p, POINTER(c_double)],
    "instance_matching_destroy": [c_void_p],
    "panoptic_quality_create": [POINTER(c_int32), c_size_t, POINTER(c_int32), c_size_t, c_int32, POINTER(c_void_p)],
    "panoptic_quality_add": [c_void_p, _tensor, _tensor, _tensor, _tensor],
    "panoptic_quality_merge": [c_void_p, c_void_p],
    "panoptic_quality_scores": [c_void_p, c_char_p, c_void_p, c_size_t],
    "panoptic_quality_mean": [c_void_p, c_char_p, POINTER(c_double)],
    "panoptic_quality_destroy": [c_void_p],
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
        try:
            function = functions[name] = getattr(library, "seglab_" + name)
        except AttributeError:
            raise ImportError(f"{library._name} is older than this package and has no seglab_{name}: build it again.") from None
        function.argtypes = arguments
        function.restype = c_int32
    return library, functions


_library, _functions = _load()
_process = None


def _lives_here():
    """Whether this process is no fork of one that has called the library: the threads of the library are not there in a fork."""
    return _process in (None, os.getpid())


def version():
    """The version of the library, such as "0.1.0"."""
    return _library.seglab_version().decode()


def call(name, *arguments):
    """Calls a function of the library by its name without `seglab_`. Raises SegLabError with what it says when it fails."""
    global _process
    if not _lives_here():
        raise RuntimeError("this process was forked after its parent had used seglab; start it with multiprocessing's method 'spawn' or 'forkserver', "
                           "as in DataLoader(..., multiprocessing_context='spawn')")
    _process = os.getpid()
    status = _functions[name](*arguments)
    if status != 0:
        raise SegLabError(status, _library.seglab_last_error().decode())


def own(owner, kind, handle):
    """Lets go of a handle of some kind when its owner is gone."""
    finalize(owner, destroy, kind + "_destroy", handle)
    return handle


def create(owner, kind, *arguments):
    """Makes something of some kind, which lives as long as its owner. Returns the handle."""
    handle = c_void_p()
    call(kind + "_create", *arguments, ctypes.byref(handle))
    return own(owner, kind, handle)


def text_of(kind, handle):
    """The text form of a loss."""
    length = c_size_t()
    call(kind + "_text", handle, None, 0, ctypes.byref(length))
    text = ctypes.create_string_buffer(length.value + 1)
    call(kind + "_text", handle, text, len(text), ctypes.byref(length))
    return text.value.decode()


def destroy(name, handle):
    """Lets go of a handle; for finalizers, which must not raise."""
    if _lives_here():
        _functions[name](handle)
