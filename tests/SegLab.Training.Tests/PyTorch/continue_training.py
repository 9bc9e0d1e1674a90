"""Takes the weights and images that a SegLab test left in a folder, trains on for a few steps, and leaves what the test compares."""

import sys
from pathlib import Path

import torch
from torch.nn import functional as F

from seglab_unet import UNet, load, normalize, safetensors, save

folder = Path(sys.argv[1])
images = safetensors.read(folder / "images.safetensors")[0]["images"]


def leave_logits(name, network):
    with torch.no_grad():
        safetensors.write(folder / f"{name}.logits", {"logits": network.eval()(normalize(images, description))})


network, description = load(folder / "seglab.safetensors")
leave_logits("seglab", network)

torch.manual_seed(0)
labels = torch.randint(0, network.classes, (len(images), *images.shape[2:]))
optimizer = torch.optim.SGD(network.train().parameters(), 0.1)
for _ in range(3):
    optimizer.zero_grad()
    F.cross_entropy(network(normalize(images, description)), labels).backward()
    optimizer.step()
leave_logits("continued", network)
save(folder / "continued.safetensors", network, description)

for name, dtype in {"F64": torch.float64, "F16": torch.float16, "BF16": torch.bfloat16}.items():
    network.to(dtype)
    save(folder / f"{name}.safetensors", network, description)
    leave_logits(name, network.to(torch.float32))

description = {}
for channels, classes, width, depth in ((1, 1, 4, 0), (3, 7, 5, 2)):
    images = torch.rand(2, channels, 21, 18)
    name = f"bare{depth}"
    plain = UNet(channels, classes, width, depth)
    for _ in range(3):
        plain(images)
    safetensors.write(folder / f"{name}.safetensors", plain.state_dict(), {"format": "pt"})
    safetensors.write(folder / f"{name}.images", {"images": images})
    leave_logits(name, plain)
