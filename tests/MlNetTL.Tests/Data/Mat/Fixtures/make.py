"""Makes the fixtures of this folder with SciPy and NumPy: /usr/bin/python3 make.py. expected.json holds what scipy.io.loadmat reads out of each file."""
import json
import struct
import zlib

import numpy as np
from scipy.io import loadmat, savemat

rng = np.random.default_rng(5)
NUMERIC = {
    "int8": np.array([[-128, 127], [0, 5]], np.int8), "uint8": np.array([[0, 255, 7]], np.uint8), "int16": np.array([[-32768], [32767], [3]], np.int16),
    "uint16": np.array([[65535, 1]], np.uint16), "int32": np.array([[-2**31, 2**31 - 1, 9]], np.int32), "uint32": np.array([[2**32 - 1, 4]], np.uint32),
    "int64": np.array([[-2**53, 2**53, 6]], np.int64), "uint64": np.array([[2**53, 8]], np.uint64), "single": np.array([[1.5, -np.inf], [0.25, 3e38]], np.float32),
    "double": np.array([[1e300, -0.1], [np.pi, np.inf], [2, 3]]), "logical": np.array([[True, False, True]]), "scalar": np.array([[42.0]]),
    "cube": np.arange(24, dtype=np.uint8).reshape(2, 3, 4), "empty": np.zeros((0, 2)), "small": np.array([[9]], np.uint8),
}
OTHERS = {"words": "text", "cell": np.array([1, "two", np.zeros(3)], dtype=object), "structure": {"a": 1.0, "b": np.zeros((2, 2))}, "complex": np.array([[1 + 2j, 3]])}

savemat("plain.mat", {**OTHERS, **NUMERIC}, do_compression=False)
savemat("compressed.mat", {**OTHERS, **NUMERIC}, do_compression=True)


def element(order, kind, data):
    """An element by 'MAT-File Format': small ones lie in the tag."""
    if len(data) <= 4:
        return struct.pack(order + "I", len(data) << 16 | kind) + data.ljust(4, b"\0")
    return struct.pack(order + "II", kind, len(data)) + data + b"\0" * (-len(data) % 8)


def array(order, name, values, klass, kind, dtype):
    """A numeric array of class 'klass' whose numbers are stored as 'dtype', of the format's type 'kind'."""
    body = element(order, 6, struct.pack(order + "II", klass, 0)) + element(order, 5, struct.pack(order + f"{values.ndim}i", *values.shape))
    body += element(order, 1, name.encode()) + element(order, kind, values.astype(np.dtype(dtype).newbyteorder(order)).tobytes(order="F"))
    return struct.pack(order + "II", 14, len(body)) + body


def write(path, order, arrays, compress):
    header = b"MATLAB 5.0 MAT-file, written by struct".ljust(116) + b"\0" * 8 + struct.pack(order + "H", 0x0100) + (b"IM" if order == "<" else b"MI")
    if compress:
        arrays = [struct.pack(order + "II", 15, len(packed)) + packed for packed in map(zlib.compress, arrays)]
    open(path, "wb").write(header + b"".join(arrays))


# As MATLAB itself writes: doubles that are small whole numbers take one or two bytes; and the other byte order.
STORED = [("types", np.array([[1.0], [7], [3], [2], [5]]), 6, 2, "u1"), ("wider", np.array([[300.0, 2], [4, 65535]]), 6, 4, "u2"), ("signed", np.array([[-3.0, 4, 100]]), 6, 1, "i1"),
          ("real", np.array([[0.5, 1e-3], [2, -7.25]]), 6, 9, "f8"), ("floats", np.array([[0.5], [1.25]]), 7, 7, "f4"), ("ints", np.array([[-70000, 70000]]), 12, 5, "i4"),
          ("longs", np.array([[-2**40, 2**40]]), 14, 12, "i8")]
for order, name in (("<", "little"), (">", "big")):
    for compress in (False, True):
        write(f"{name}{'_compressed' if compress else ''}.mat", order, [array(order, *row) for row in STORED], compress)

expected = {}
for path in ("plain", "compressed", "little", "little_compressed", "big", "big_compressed"):
    read = loadmat(f"{path}.mat")
    expected[path] = {name: {"shape": list(values.shape), "values": [repr(float(v)) for v in np.asarray(values).flatten(order="F")]}
                      for name, values in read.items() if not name.startswith("__") and name not in OTHERS}
json.dump(expected, open("expected.json", "w"), indent=1)

# Hostile ones. A bomb: 64 MiB of zeros in 66 KiB, by an array that says what it has; and one that says more than it can have.
def bomb(path, said, real):
    order = "<"
    body = element(order, 6, struct.pack("<II", 6, 0)) + element(order, 5, struct.pack("<ii", said, 1)) + element(order, 1, b"types")
    packer = zlib.compressobj(9)
    packed = packer.compress(struct.pack("<II", 14, len(body) + 8 + said * 8 & 0xFFFFFFFF) + body + struct.pack("<II", 9, said * 8 & 0xFFFFFFFF))
    for _ in range(real // 65536):
        packed += packer.compress(b"\0" * 65536)
    packed += packer.flush()
    header = b"MATLAB 5.0 MAT-file".ljust(116) + b"\0" * 8 + struct.pack("<H", 0x0100) + b"IM"
    open(path, "wb").write(header + struct.pack("<II", 15, len(packed)) + packed)


bomb("bomb.mat", 2**23 + 8192, 2**26 + 65536)
bomb("liar.mat", 2**24, 2**16)
# The first bytes of what MATLAB writes with -v7.3: its header, and HDF5's magic at byte 512.
header = b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon Jan  1 00:00:00 2024 HDF5 schema 1.00 .".ljust(116) + b"\0" * 8 + struct.pack("<H", 0x0200) + b"IM"
open("v73.mat", "wb").write(header.ljust(512, b"\0") + b"\x89HDF\r\n\x1a\n" + b"\0" * 88)
savemat("v4.mat", {"types": np.ones((3, 1))}, format="4")
