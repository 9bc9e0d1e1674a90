"""The network."""

import torch
from torch import nn
from torch.nn import functional as F


class UNet(nn.Module):
    """The U-Net that SegLab trains, with the same names in its state dict.

    Takes normalized images ``[N, channels, H, W]`` with ``2 ** depth`` pixels or more a side, and gives logits ``[N, classes, H, W]``. Level l has
    ``width * 2 ** l`` channels.
    """

    def __init__(self, channels, classes, width=16, depth=4):
        super().__init__()
        self.channels, self.classes, self.width, self.depth = channels, classes, width, depth
        widths = [width << level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(_Block(before, after) for before, after in zip([channels, *widths], widths))
        self.decoder = nn.ModuleList(_Block(below + skip, skip) for skip, below in zip(widths, widths[1:]))
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, images):
        skips = [self.encoder[0](images)]
        for block in self.encoder[1:]:
            skips.append(block(F.max_pool2d(skips[-1], 2)))
        x = skips.pop()
        for block in reversed(self.decoder):
            skip = skips.pop()
            up = F.interpolate(x, skip.shape[2:], mode="bilinear", align_corners=False)
            x = block(torch.cat([up, skip], 1))
        return self.head(x)


class _Block(nn.Module):
    """Two padded convolutions, each with batch normalisation and ReLU."""

    def __init__(self, before, after):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(before, after, 3, padding=1, bias=False), nn.BatchNorm2d(after)
        self.conv2, self.bn2 = nn.Conv2d(after, after, 3, padding=1, bias=False), nn.BatchNorm2d(after)

    def forward(self, x):
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))))
