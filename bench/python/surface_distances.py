"""Times HD95, ASSD and surface Dice by distance transforms of SciPy: one line of milliseconds for each line read from standard input."""
import sys
import time

import numpy
import scipy
from scipy import ndimage


def distances(prediction, truth, spacing):
    surfaces = [mask & ~ndimage.binary_erosion(mask) for mask in (prediction, truth)]
    there = ndimage.distance_transform_edt(~surfaces[1], sampling=spacing)[surfaces[0]]
    back = ndimage.distance_transform_edt(~surfaces[0], sampling=spacing)[surfaces[1]]
    hausdorff = max(numpy.percentile(there, 95), numpy.percentile(back, 95))
    both = numpy.concatenate([there, back])
    return hausdorff, both.mean(), (both <= 1).mean()


def main():
    path, spacing, extent = sys.argv[1], [float(value) for value in sys.argv[2].split(",")], int(sys.argv[3])
    prediction, truth = numpy.fromfile(path, dtype=numpy.uint8).reshape([2, extent, extent, extent]).astype(bool)
    print(scipy.__version__, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        distances(prediction, truth, spacing)
        print(1e3 * (time.perf_counter() - start), flush=True)


main()
