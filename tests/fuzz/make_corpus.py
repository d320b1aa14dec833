# SPDX-License-Identifier: MIT
"""make_corpus.py [FOLDER]: writes the small files that fuzzing begins with, into corpus/ by default."""

import gzip
import json
import math
import pathlib
import struct
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "corpus")


def write(target, name, data):
    folder = ROOT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def idx(shape, data):
    return bytes([0, 0, 8, len(shape)]) + b"".join(struct.pack(">I", n) for n in shape) + data


def zipped(data):
    return gzip.compress(data, mtime=0)


def tensors(header, data):
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def tensor(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


small = idx([2, 2, 3], bytes(range(12)))
write("idx", "three_axes", small)
write("idx", "one_axis", idx([5], b"\1\2\3\4\5"))
write("idx", "empty", idx([0], b""))
write("idx", "gzipped", zipped(small))

write("byte_source", "plain", b"plain bytes")
write("byte_source", "gzipped", zipped(small))
write("byte_source", "two_members", zipped(small[:7]) + zipped(b"") + zipped(small[7:]))
write("byte_source", "with_a_name", b"\x1f\x8b\x08\x08\0\0\0\0\0\x03name\0" + zipped(b"abc")[10:])

labels, images = idx([1], b"\7"), idx([1, 28, 28], bytes(784))
write("images", "plain", bytes([len(labels)]) + labels + images)
write("images", "gzipped", bytes([len(zipped(labels))]) + zipped(labels) + zipped(images))

write("safetensors", "two_tensors", tensors(
    {"__metadata__": {"by": "hand"}, "a": tensor("F32", [2, 1], 0, 8), "b": tensor("U8", [3], 8, 11)},
    bytes(11)))
write("safetensors", "none", tensors({}, b""))
write("safetensors", "a_number_and_nothing", tensors(
    {"n": tensor("F64", [], 0, 8), "\u00e9\n": tensor("I8", [0, 4], 8, 8)}, bytes(8)))

sizes = [("0.weight", [3, 2]), ("0.bias", [3]), ("1.weight", [1, 3]), ("1.bias", [1])]
for dtype, width in (("F32", 4), ("F64", 8)):
    header, end = {}, 0
    for name, shape in sizes:
        begin = end
        end += math.prod(shape) * width
        header[name] = tensor(dtype, shape, begin, end)
    write("parameters", dtype.lower(), tensors(header, bytes(end)))

# As save_checkpoint writes it: a net of zeros, which answers 0.
header, end = {"__metadata__": {
    "format": "pt", "kiln.architecture": "F32, (2) -> Dense (2), ReLU, 6 of 6 parameters trained; "
    "optimiser with 1 numbers for each", "kiln.checkpoint": "1", "kiln.counter.epoch": "3",
    "kiln.engine": "1 2 3 4", "kiln.steps": "12"}}, 0
for name, shape in [("0.weight", [2, 2]), ("0.bias", [2]), ("optimizer.0.0.weight", [2, 2]),
                    ("optimizer.0.0.bias", [2]), ("kiln.answer", [3, 2])]:
    begin = end
    end += math.prod(shape) * 4
    header[name] = tensor("F32", shape, begin, end)
write("checkpoint", "of_zeros", tensors(header, bytes(end)))
