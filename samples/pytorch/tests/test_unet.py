"""Weights files as PyTorch writes and reads them; SegLab's side of it is tested where SegLab is."""

import json
import os
import struct
import tempfile
import unittest

import torch

from seglab_unet import UNet, load, normalize, safetensors, save


class Weights(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "weights.safetensors")
        torch.manual_seed(1)

    def test_a_saved_network_is_the_one_that_is_loaded(self):
        for depth in (0, 1, 3):
            network = UNet(3, 5, width=4, depth=depth)
            network(torch.rand(2, 3, 16, 19))
            save(self.path, network, {"classNames": ["a", "b", "c", "d", "e"], "mean": [0.1] * 3, "standardDeviation": [2.0] * 3})
            loaded, description = load(self.path)
            images = torch.rand(2, 3, 17, 22)
            self.assertTrue(torch.equal(loaded(images), network.eval()(images)))
            self.assertEqual(description["classNames"], ["a", "b", "c", "d", "e"])
            self.assertEqual(description["network"], {"name": "unet", "width": 4, "depth": depth})
            torch.testing.assert_close(normalize(images, description), (images - 0.1) / 2)

    def test_a_file_is_what_the_format_says(self):
        safetensors.write(self.path, {"a": torch.tensor([[1.0, -2.0]]), "b": torch.tensor(3)}, {"k": "v"})
        with open(self.path, "rb") as file:
            data = file.read()
        (length,) = struct.unpack_from("<Q", data)
        self.assertEqual(length % 8, 0)
        self.assertEqual(json.loads(data[8:8 + length]), {
            "__metadata__": {"k": "v"},
            "b": {"dtype": "I64", "shape": [], "data_offsets": [0, 8]},
            "a": {"dtype": "F32", "shape": [1, 2], "data_offsets": [8, 16]},
        })
        self.assertEqual(data[8 + length:], struct.pack("<qff", 3, 1, -2))

    def test_every_type_comes_back(self):
        tensors = {str(dtype): torch.tensor([1.5, -3.0, 0.0]).to(dtype) for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64)}
        tensors["none"], tensors["columns"] = torch.empty(0, 3), torch.rand(3, 4).t()
        safetensors.write(self.path, tensors)
        read, metadata = safetensors.read(self.path)
        self.assertEqual(metadata, {})
        self.assertEqual(read.keys(), tensors.keys())
        for name, tensor in tensors.items():
            self.assertEqual(read[name].dtype, tensor.dtype)
            self.assertTrue(torch.equal(read[name], tensor))


if __name__ == "__main__":
    unittest.main()
