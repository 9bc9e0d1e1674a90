"""Writes the files beside this one with NumPy 1.24; the tests read them."""
import numpy as np

arrays = {}
for code in ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]:
    if code == "b1":
        values = [True, False, True, True, False, False]
    elif code[0] == "f":
        values = [-np.inf, -1.5, 0, 0.25, np.finfo(code).max, np.nan]
    else:
        limits = np.iinfo(code)
        values = [limits.min, limits.min + 1, 0, 1, limits.max - 1, limits.max]
    for order in "<>":
        for layout in "CF":
            name = f"{code}_{'little' if order == '<' else 'big'}_{layout}"
            arrays[name] = np.array(values, dtype=order + code).reshape(2, 3).copy(order=layout)

np.savez("all.npz", **arrays)
np.savez_compressed("all-compressed.npz", **arrays)

volume = np.arange(2 * 3 * 4 * 5, dtype="<i4").reshape(2, 3, 4, 5)
np.save("volume.npy", np.asfortranarray(volume))
for version in [(1, 0), (2, 0), (3, 0)]:
    with open(f"version{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, volume[0, 0].astype("<f4"), version=version)
np.save("number.npy", np.float64(2.5))
np.save("empty.npy", np.zeros((0, 3), dtype="<f4"))
np.save("complex.npy", np.array([1 + 2j]))
np.save("objects.npy", np.array([{"a": 1}, None], dtype=object), allow_pickle=True)
np.save("records.npy", np.array([(1, 2.0)], dtype=[("label", "<i4"), ("score", "<f8")]))
np.save("texts.npy", np.array(["sky", "road"]))
np.save("times.npy", np.array(["2024-02-29"], dtype="datetime64[D]"))
