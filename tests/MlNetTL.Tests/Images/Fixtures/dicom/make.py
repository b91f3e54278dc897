"""DICOM files by pydicom and dcmtk, and what pydicom and NumPy read in them: python3 make.py.

X.dcm is a file, X.raw the first frame's values [channels, height, width], 8 bits where up to 8 are stored and else 16 (little-endian).
Files that dcmtk compressed are read back by dcmtk."""
import io
import os
import subprocess
import tempfile

import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixel_data_handlers.util import apply_color_lut, apply_modality_lut, apply_windowing, convert_color_space
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

rng = np.random.default_rng(12)
HEIGHT, WIDTH = 37, 45
y, x = np.mgrid[:HEIGHT, :WIDTH]
LUNGS = 2000 + 1500 * np.sin(x / 7) * np.cos(y / 9) + rng.normal(0, 40, (HEIGHT, WIDTH))
TWELVE = np.clip(LUNGS, 0, 4095).astype(np.uint16)
COLOUR = np.clip(np.stack([LUNGS / 16, 255 - LUNGS / 18, 60 + 3 * x + 0 * y], 2), 0, 255).astype(np.uint8)


def dataset(values, stored, **more):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["mlnettl", str(stored), str(more)])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.is_little_endian, ds.is_implicit_VR = True, False
    ds.SOPClassUID, ds.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName, ds.PatientID, ds.PatientSex, ds.PatientAge = "Möller^Ada", "P-0017", "F", "058Y"
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.Modality, ds.ViewPosition = "1.2.826.0.1.3680043.17", "1.2.826.0.1.3680043.17.1", "DX", "PA"
    # Nested sequences before the pixels, to be passed over; the inner one has elements that must not be taken for the image's.
    inner, outer = Dataset(), Dataset()
    inner.Rows, inner.CodeValue = 7, "T-D3000"
    outer.AnatomicRegionSequence, outer.WindowWidth = Sequence([inner, inner]), "3"
    ds.RequestAttributesSequence = Sequence([outer])
    frames = values.shape[0] if values.ndim == 4 else 1
    image = values[0] if values.ndim == 4 else values
    ds.SamplesPerPixel, ds.PhotometricInterpretation = (3, "RGB") if image.shape[-1] == 3 and image.ndim == 3 else (1, "MONOCHROME2")
    if ds.SamplesPerPixel == 3: ds.PlanarConfiguration = 0
    if frames > 1: ds.NumberOfFrames = frames
    ds.Rows, ds.Columns = image.shape[:2]
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = values.dtype.itemsize * 8, stored, stored - 1
    ds.PixelRepresentation = 1 if values.dtype.kind == "i" else 0
    data = values.astype(values.dtype.newbyteorder("<")).tobytes()
    ds.PixelData = data + b"\0" * (len(data) % 2)
    ds["PixelData"].VR = "OW" if ds.BitsAllocated == 16 else "OB"
    for name, value in more.items(): setattr(ds, name, value)
    return ds


def expected(name, source=None):
    """pydicom's modality and VOI, brought from its range to the full range; the first frame."""
    ds = pydicom.dcmread((source or name) + ".dcm", force=True)
    values = ds.pixel_array
    if int(ds.get("NumberOfFrames", 1)) > 1: values = values[0]
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        values = apply_color_lut(values, ds)
    elif ds.SamplesPerPixel == 3:
        if ds.PhotometricInterpretation == "YBR_FULL": values = convert_color_space(values, "YBR_FULL", "RGB")
    else:
        bits = ds.BitsStored
        low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if ds.PixelRepresentation else (0, (1 << bits) - 1)
        values = apply_modality_lut(values, ds)
        if "RescaleSlope" in ds:
            low, high = low * float(ds.RescaleSlope) + float(ds.RescaleIntercept), high * float(ds.RescaleSlope) + float(ds.RescaleIntercept)
            low, high = min(low, high), max(low, high)
        if "WindowWidth" in ds: values = apply_windowing(values, ds)
        share = (values.astype(np.float64) - low) / (high - low)
        if ds.PhotometricInterpretation == "MONOCHROME1": share = 1 - share
        values = np.rint(share * (65535 if bits > 8 else 255)).astype(np.uint16 if bits > 8 else np.uint8)
    planes = values if values.ndim == 2 else values.transpose(2, 0, 1)
    open(name + ".raw", "wb").write(np.ascontiguousarray(planes).astype(planes.dtype.newbyteorder("<")).tobytes())
    print(f"{name}: {planes.shape} {planes.dtype} {planes.min()} to {planes.max()}, {os.path.getsize(name + '.dcm')} bytes")


def save(name, ds):
    ds.save_as(name + ".dcm", write_like_original=False)
    expected(name)


def run(*words):
    subprocess.run(words, check=True)


def compressed(name, source, *words):
    """Compressed by dcmtk; expected is what dcmtk (not we) decompresses."""
    run(words[0], *words[1:], source + ".dcm", name + ".dcm")
    with tempfile.TemporaryDirectory() as folder:
        plain = os.path.join(folder, "plain")
        run("dcmdrle" if words[0] == "dcmcrle" else "dcmdjpeg", name + ".dcm", plain + ".dcm")
        expected(name, plain)


window = dict(WindowCenter="2100", WindowWidth="1800")
save("window", dataset(TWELVE, 12, **window))
save("range", dataset(TWELVE, 12))
save("inverse", dataset(TWELVE, 12, PhotometricInterpretation="MONOCHROME1", WindowCenter=["2100", "900"], WindowWidth=["1800", "50"]))
save("exact", dataset(TWELVE, 12, VOILUTFunction="LINEAR_EXACT", **window))
save("sigmoid", dataset(TWELVE, 12, VOILUTFunction="SIGMOID", **window))
save("signed", dataset((TWELVE.astype(np.int16) - 1500), 16, RescaleSlope="0.5", RescaleIntercept="-100", WindowCenter="150.5", WindowWidth="900"))
save("negative_slope", dataset(TWELVE, 12, RescaleSlope="-2", RescaleIntercept="5"))
save("eight", dataset((TWELVE >> 4).astype(np.uint8), 8))
# Ten bits that end at bit 12, with an overlay above them and noise below.
high = ((TWELVE >> 2) << 3) | (rng.integers(0, 8, TWELVE.shape).astype(np.uint16) << 13) | rng.integers(0, 8, TWELVE.shape).astype(np.uint16)
ds = dataset(high.astype(np.uint16), 10, HighBit=12)
ds.save_as("high_bit.dcm", write_like_original=False)
open("high_bit.raw", "wb").write(np.rint((TWELVE >> 2) / 1023 * 65535).astype("<u2").tobytes())
signed12 = dataset((TWELVE.astype(np.int32) - 2048).astype(np.int16), 12)
signed12.PixelData = (((TWELVE.astype(np.int32) - 2048) & 0x0FFF).astype("<u2")).tobytes()   # the sign at bit 11, zeros above
signed12.save_as("signed12.dcm", write_like_original=False)
open("signed12.raw", "wb").write(np.rint(TWELVE / 4095 * 65535).astype("<u2").tobytes())
save("rgb", dataset(COLOUR, 8))
planar = dataset(COLOUR, 8, PlanarConfiguration=1)
planar.PixelData = np.ascontiguousarray(COLOUR.transpose(2, 0, 1)).tobytes() + b"\0"
save("planar", planar)
ybr = dataset(convert_color_space(COLOUR, "RGB", "YBR_FULL"), 8, PhotometricInterpretation="YBR_FULL")
save("ybr", ybr)
save("frames", dataset(np.stack([TWELVE, TWELVE // 2, TWELVE // 3])[:, :, :, None], 12))

# Every way of writing the same.
for name, flags in {"implicit": ["+ti"], "big": ["+tb"], "deflated": ["+td"], "undefined": ["+te", "-e"], "implicit_undefined": ["+ti", "-e"],
                    "bare": ["+te", "-F"], "bare_implicit": ["+ti", "-F"]}.items():
    run("dcmconv", *flags, "window.dcm", name + ".dcm")
    open(name + ".raw", "wb").write(open("window.raw", "rb").read())
run("dcmconv", "+tb", "eight.dcm", "big_eight.dcm")
open("big_eight.raw", "wb").write(open("eight.raw", "rb").read())

compressed("rle", "window", "dcmcrle")
compressed("rle_rgb", "rgb", "dcmcrle")
compressed("rle_frames", "frames", "dcmcrle")
compressed("lossless", "window", "dcmcjpeg", "+e1")
compressed("lossless_frames", "frames", "dcmcjpeg", "+e1")
compressed("lossless_fragments", "frames", "dcmcjpeg", "+e1", "+fs", "1", "-ot")
compressed("lossless_rgb", "rgb", "dcmcjpeg", "+e1")
compressed("lossless_signed", "signed", "dcmcjpeg", "+e1")
for predictor in range(1, 8): compressed(f"process14_{predictor}", "range", "dcmcjpeg", "+el", "+sv", str(predictor))
compressed("baseline", "eight", "dcmcjpeg", "+eb", "+q", "95")
compressed("baseline_ybr", "rgb", "dcmcjpeg", "+eb", "+q", "95", "+s4")
compressed("baseline_rgb", "rgb", "dcmcjpeg", "+eb", "+q", "95", "+cr")
compressed("extended", "eight", "dcmcjpeg", "+ee", "+q", "95")
run("dcmcjpeg", "+ee", "+q", "95", "window.dcm", "extended12.dcm")     # refused
run("dcmquant", "+pw", "rgb.dcm", "palette.dcm")
expected("palette")
ds = dataset((TWELVE % 97 + 5).astype(np.uint8), 8, PhotometricInterpretation="PALETTE COLOR")
for i, colour in enumerate(("Red", "Green", "Blue")):
    setattr(ds, f"{colour}PaletteColorLookupTableDescriptor", [90, 7, 16])      # fewer entries than places, beginning at 7
    setattr(ds, f"{colour}PaletteColorLookupTableData", rng.integers(0, 65536, 90).astype("<u2").tobytes())
save("palette16", ds)

jpeg2000 = io.BytesIO()
Image.fromarray((TWELVE >> 4).astype(np.uint8)).save(jpeg2000, "JPEG2000", irreversible=False, no_jp2=True)
ds = dataset((TWELVE >> 4).astype(np.uint8), 8)
ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.90"
ds.PixelData = encapsulate([jpeg2000.getvalue()])
ds["PixelData"].is_undefined_length = True
ds.save_as("jpeg2000.dcm", write_like_original=False)
open("jpeg2000.raw", "wb").write((TWELVE >> 4).astype(np.uint8).tobytes())

# No images, and an image that is not read.
for name in ("DICOMDIR", "report.dcm"):
    if os.path.exists(name): os.remove(name)
ds = dataset(TWELVE, 12)
del ds.PixelData, ds.Rows, ds.Columns
ds.save_as("report.dcm", write_like_original=False)
with tempfile.TemporaryDirectory() as folder:
    ds = pydicom.dcmread("window.dcm")
    ds.StudyDate, ds.StudyTime, ds.StudyID, ds.SeriesNumber, ds.InstanceNumber = "20200101", "120000", "1", 1, 1
    ds.save_as(folder + "/IMAGE1")
    run("dcmmkdir", "+D", os.path.abspath("DICOMDIR"), "+id", folder, "IMAGE1")
