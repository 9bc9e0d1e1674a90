"""The safetensors format in a few lines: the length of a JSON header, the header, the raw numbers (little endian)."""

import json
import os
import struct

import torch

_TYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64}
_NAMES = {dtype: name for name, dtype in _TYPES.items()}


def read(path):
    """The tensors of a file by their names, and its metadata, both dicts."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + length])
    metadata, numbers = header.pop("__metadata__", {}), bytearray(data[8 + length:])
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        dtype = _TYPES[entry["dtype"]]
        # A copy, since a number need not lie on a multiple of its size.
        tensors[name] = torch.frombuffer(numbers[start:end], dtype=dtype).reshape(entry["shape"]) if end > start else torch.empty(entry["shape"], dtype=dtype)
    return tensors, metadata


def write(path, tensors, metadata=None):
    """Writes tensors, and metadata whose keys and values are texts, whole or not at all."""
    header, offset = {"__metadata__": metadata or {}}, 0
    # Those of the largest numbers first, so that each is aligned.
    ordered = sorted(tensors.items(), key=lambda item: -item[1].element_size())
    for name, tensor in ordered:
        size = tensor.numel() * tensor.element_size()
        header[name] = {"dtype": _NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    partial = f"{path}.partial"
    with open(partial, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, tensor in ordered:
            file.write(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
