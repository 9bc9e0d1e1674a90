"""SegLab's weights files: a state dict in a safetensors file, with a description of the network in its metadata."""

import json

import torch

from . import safetensors
from .unet import UNet

_KEY = "seglab"


def load(path):
    """The network of a weights file, in evaluation mode, and its description: a dict with classNames, mean, standardDeviation and more, where the file has them."""
    state, metadata = safetensors.read(path)
    width, channels = state["encoder.0.conv1.weight"].shape[:2]
    depth = len({name.split(".")[1] for name in state if name.startswith("decoder.")})
    network = UNet(channels, state["head.weight"].shape[0], width, depth)
    network.load_state_dict(state)
    return network.eval(), json.loads(metadata.get(_KEY, "{}"))


def save(path, network, description=None):
    """Writes a network as a weights file that ``seglab predict`` takes.

    A description may hold ``classNames``, and ``mean`` and ``standardDeviation`` of each channel for samples of 0 to 1; what it leaves out SegLab
    takes as numbered classes and as images that are not normalized.
    """
    description = {
        **(description or {}),
        "network": {"name": "unet", "width": network.width, "depth": network.depth},
        "inputChannels": network.channels,
        "logitChannels": network.classes,
    }
    safetensors.write(path, network.state_dict(), {_KEY: json.dumps(description)})


def normalize(images, description):
    """Images ``[N, channels, H, W]`` with samples of 0 to 1 as the network of a description takes them."""
    if "mean" not in description:
        return images
    mean, deviation = (torch.tensor(description[name]).view(-1, 1, 1) for name in ("mean", "standardDeviation"))
    return (images - mean) / deviation
