"""Writes the JPEG files of this folder with Pillow 9.4; run it there. Sample (row, column, channel) is 20 + 3 row + 4 column + 30 channel."""

import numpy
from PIL import Image

row, column, channel = numpy.meshgrid(range(21), range(27), range(3), indexing="ij")
smooth = (20 + 3 * row + 4 * column + 30 * channel).astype("uint8")
Image.fromarray(smooth).save("color.jpg", quality=98)
Image.fromarray(smooth).save("progressive.jpeg", quality=98, progressive=True)
Image.fromarray(smooth[:, :, 0]).save("grey.jpg", quality=98)
Image.fromarray(smooth).convert("CMYK").save("cmyk.jpg", quality=50)
