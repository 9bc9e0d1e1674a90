"""Scores a folder of PNG masks with Pillow and NumPy, the plain way: milliseconds for each line read from standard input."""
import pathlib
import sys
import time

import numpy
import PIL
from PIL import Image


def evaluate(prediction_folder, truth_folder, classes, ignored):
    matrix = numpy.zeros((classes, classes), numpy.int64)
    for path in sorted(pathlib.Path(truth_folder).iterdir()):
        truth = numpy.array(Image.open(path))
        prediction = numpy.array(Image.open(pathlib.Path(prediction_folder, path.name)))
        counts = truth != ignored
        pairs = classes * truth[counts].astype(numpy.int64) + prediction[counts]
        matrix += numpy.bincount(pairs, minlength=classes**2).reshape(classes, classes)
    both = numpy.diag(matrix)
    return numpy.nanmean(both / (matrix.sum(0) + matrix.sum(1) - both))


def main():
    prediction, truth, classes, ignored = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    print(PIL.__version__, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        evaluate(prediction, truth, classes, ignored)
        print(1e3 * (time.perf_counter() - start), flush=True)


main()
