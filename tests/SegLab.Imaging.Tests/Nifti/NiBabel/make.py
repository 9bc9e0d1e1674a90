"""Writes the NIfTI files of this folder with NiBabel 5.0.0; run it there. Voxel (x, y, z) is (7 x + 5 y y + 3 x z) mod 50."""

import nibabel
import numpy

X, Y, Z = 3, 4, 5
MILLIMETRES = (0.5, 0.75, 3.0)
x, y, z = numpy.meshgrid(range(X), range(Y), range(Z), indexing="ij")
labels = (7 * x + 5 * y * y + 3 * x * z) % 50


def write(name, data, dtype, order="<", version=nibabel.Nifti1Image, scale=None, units="mm", zooms=MILLIMETRES):
    header = version.header_class(endianness=order)
    header.set_data_dtype(numpy.dtype(dtype).newbyteorder(order))
    # NiBabel stores numbers as they are when a scale is given, and applies the scale when it reads them.
    stored = data if scale is None else numpy.round((data - scale[1]) / scale[0])
    image = version(stored.astype(dtype), numpy.diag([*MILLIMETRES, 1]), header)
    image.header.set_zooms((zooms + (1.0,))[: data.ndim])
    image.header.set_xyzt_units(units)
    if scale is not None:
        image.header.set_slope_inter(*scale)
    image.to_filename(name)


for kind in "uint8 int8 uint16 int16 uint32 int32 uint64 int64 float32 float64".split():
    write(f"{kind}-little.nii.gz", labels, kind)
    write(f"{kind}-big.nii", labels, kind, ">")
    write(f"{kind}-2.nii.gz", labels, kind, ">" if kind.startswith("u") else "<", nibabel.Nifti2Image)

write("half.nii.gz", labels, "int16", scale=(0.5, 3))
write("tenth.nii", labels, "float32", ">", scale=(0.1, 0))
write("tenth-2.nii", labels, "int32", "<", nibabel.Nifti2Image, scale=(0.1, -7))
write("micron.nii.gz", labels, "uint8", units="micron")
write("metre.nii.gz", labels, "uint8", units="meter")
write("one-time.nii.gz", labels[..., None], "uint8")
write("two-times.nii.gz", numpy.stack([labels, labels], axis=3), "uint8")
write("slice.nii.gz", labels[:, :, 0], "uint8")
write("wide.nii.gz", labels - 40000, "int32")
write("fractions.nii.gz", labels / 4, "float32")
write("complex.nii.gz", labels, "complex64")
nibabel.Nifti1Pair(labels.astype("uint8"), numpy.eye(4)).to_filename("pair.hdr")
