"""Finds the loss code of other libraries: on the Python path, or as checkouts in the folder that SEGLAB_PEERS names."""
import importlib
import os
import pathlib
import sys
import types
import warnings

warnings.filterwarnings("ignore")

# Name in the tables: folder of the checkout, place of the packages in it, modules to take the losses from. Where a package's own
# __init__ asks for more than its losses do, the package is entered without it.
LIBRARIES = {
    "MONAI": ("MONAI", "", ["monai.losses"], []),
    "smp": ("segmentation_models.pytorch", "", ["segmentation_models_pytorch.losses"], ["segmentation_models_pytorch"]),
    "kornia": ("kornia", "", [f"kornia.losses.{name}" for name in ("dice", "focal", "tversky", "lovasz_softmax", "lovasz_hinge")],
               ["kornia", "kornia.core", "kornia.losses"]),
    "SegLossOdyssey": ("SegLossOdyssey", "losses_pytorch",
                       ["ND_Crossentropy", "boundary_loss", "dice_loss", "focal_loss", "lovasz_loss"], []),
    "LovaszSoftmax": ("LovaszSoftmax", "pytorch", ["lovasz_losses"], []),
    "torchvision": ("vision", "", ["torchvision.ops"], []),
}

_loaded = {}


def library(name):
    """All members of a library's loss modules in one namespace; raises ImportError with the reason where there is none."""
    if name not in _loaded:
        try:
            _loaded[name] = _load(*LIBRARIES[name])
        except Exception as reason:
            _loaded[name] = ImportError(f"{type(reason).__name__}: {reason}")
    if isinstance(_loaded[name], ImportError):
        raise _loaded[name]
    return _loaded[name]


def _load(checkout, place, modules, bare):
    folder = pathlib.Path(os.environ.get("SEGLAB_PEERS", "")) / checkout / place
    if os.environ.get("SEGLAB_PEERS") and folder.is_dir():
        sys.path.insert(0, str(folder))
        for package in bare:
            module = types.ModuleType(package)
            module.__path__ = [str(folder / package.replace(".", "/"))]
            sys.modules.setdefault(package, module)
    members = {}
    for name in modules:
        members.update(vars(importlib.import_module(name)))
    return types.SimpleNamespace(**members)
