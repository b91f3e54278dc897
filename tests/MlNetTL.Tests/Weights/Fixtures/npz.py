"""Writes the .npz files beside it with NumPy, and what they hold (npz.json): python3 npz.py"""
import io, json, pathlib, zipfile
import numpy as np

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(1)
arrays = {
    "half": rng.standard_normal((2, 3)).astype(np.float16),
    "single": rng.standard_normal((2, 3, 4)).astype(np.float32),
    "double": rng.standard_normal(5),
    "fortran": np.asfortranarray(rng.standard_normal((3, 2, 4)).astype(np.float32)),
    "int8": np.array([-128, 127], np.int8),
    "int16": np.array([[-32768], [32767]], np.int16),
    "int32": np.array([-2**31, 2**31 - 1], np.int32),
    "int64": np.array([-2**53, 2**53], np.int64),
    "bytes": np.array([0, 255], np.uint8),
    "truth": np.array([[True, False]]),
    "number": np.array(1.5, np.float32),
    "empty": np.zeros((0, 3), np.float32),
}
np.savez(here / "stored.npz", **arrays)
np.savez_compressed(here / "deflated.npz", **arrays)
np.savez_compressed(here / "zeros.npz", zeros=np.zeros((1000, 1000), np.float32))
with zipfile.ZipFile(here / "versions.npz", "w") as file:
    for version in (1, 2, 3):
        stream = io.BytesIO()
        np.lib.format.write_array(stream, arrays["single"] + version, version=(version, 0))
        file.writestr(f"v{version}.npy", stream.getvalue())
np.savez(here / "bigendian.npz", a=np.arange(3, dtype=">f4"))
np.savez(here / "records.npz", a=np.zeros(2, dtype=[("x", "<f4"), ("y", "<i4")]))
np.savez(here / "complex.npz", a=np.zeros(2, np.complex64))


def row(array):
    return {"dtype": str(array.dtype), "shape": array.shape, "values": [float(v) for v in array.flatten(order="C")]}


plain = {name: row(array) for name, array in arrays.items()}
plain["truth"]["dtype"] = "bool"
single = arrays["single"]
json.dump({"stored": plain, "versions": {f"v{v}": row(single + v) for v in (1, 2, 3)}}, open(here / "npz.json", "w"))
