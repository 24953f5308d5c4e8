#!/usr/bin/env python3
"""Writes src/Bartizan.Guard/Normalization/unicode.bin from Python's own copy of the Unicode data.

The program runs without ICU, so what normalisation needs is carried along and is the same on every machine.
Little-endian: count, then (code point: u32, UTF-16 length: u8, units: u16 each) of every full compatibility decomposition
but Hangul's; count, then (first: u32, last: u32, class: u8) of canonical combining classes; count, then
(first: u32, second: u32, composed: u32) of primary composites.
"""
import pathlib
import struct
import sys
import unicodedata as u

out = bytearray()
points = [c for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000]

decompositions = [(c, u.normalize("NFKD", chr(c))) for c in points if not 0xAC00 <= c <= 0xD7A3]
decompositions = [(c, d) for c, d in decompositions if d != chr(c)]
out += struct.pack("<I", len(decompositions))
for c, d in decompositions:
    units = d.encode("utf-16-le")
    out += struct.pack("<IB", c, len(units) // 2) + units

ranges = []
for c in points:
    k = u.combining(chr(c))
    if k and ranges and ranges[-1][1] == c - 1 and ranges[-1][2] == k:
        ranges[-1][1] = c
    elif k:
        ranges.append([c, c, k])
out += struct.pack("<I", len(ranges))
for first, last, k in ranges:
    out += struct.pack("<IIB", first, last, k)

composites = []
for c in points:
    d = u.decomposition(chr(c))
    if d and not d.startswith("<") and " " in d:
        a, b = (int(x, 16) for x in d.split())
        if u.normalize("NFC", chr(a) + chr(b)) == chr(c):  # leaves out the composition exclusions
            composites.append((a, b, c))
out += struct.pack("<I", len(composites))
for entry in composites:
    out += struct.pack("<III", *entry)

target = pathlib.Path(__file__).parent.parent / "src/Bartizan.Guard/Normalization/unicode.bin"
target.write_bytes(out)
print(f"Unicode {u.unidata_version}: {len(decompositions)} decompositions, {len(ranges)} class ranges, {len(composites)} composites, {len(out)} bytes")
