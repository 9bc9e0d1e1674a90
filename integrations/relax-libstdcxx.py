"""Marks the need of libstdc++'s version GLIBCXX_3.4.32 in a 64-bit ELF file as weak, so that the loader goes on where it is missing."""

import os
import struct
import sys

VERSION_HASH, WEAK, VERNEED = 0x0297F842, 2, 0x6FFFFFFE

with open(sys.argv[1], "rb") as file:
    data = bytearray(file.read())
(sections,) = struct.unpack_from("<Q", data, 0x28)
size, count = struct.unpack_from("<HH", data, 0x3A)
for section in range(sections, sections + size * count, size):
    if struct.unpack_from("<I", data, section + 4)[0] != VERNEED:
        continue
    (need,) = struct.unpack_from("<Q", data, section + 0x18)
    while True:
        _, versions, _, first, further = struct.unpack_from("<HHIII", data, need)
        at = need + first
        for _ in range(versions):
            name_hash, flags, _, _, next_version = struct.unpack_from("<IHHII", data, at)
            if name_hash == VERSION_HASH:
                struct.pack_into("<H", data, at + 4, flags | WEAK)
            at += next_version
        if further == 0:
            break
        need += further

# Beside it and renamed: the file may be a link to the package's own.
with open(sys.argv[1] + ".new", "wb") as file:
    file.write(data)
os.replace(sys.argv[1] + ".new", sys.argv[1])
