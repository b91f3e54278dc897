"""What torchvision does at fixed parameters, and how its draws are distributed. python3 augmentations.py

Images are integers from 0 to 255, image[c, y, x] = (31 c + 37 (7 y + x)) ** 2 mod 251 of 3, 1 or 2 channels, 14 x 18, but for three greys of
77 at the top left. torchvision's colour changes take floats from 0 to 1: they get image / 255, and their results are multiplied by 255. Draws are kept as counts of 24 bins between the smallest and the largest value that can occur."""
import json, pathlib
import torch, torchvision
import torchvision.transforms as T
import torchvision.transforms.functional as F

H, W, DRAWS, BINS = 14, 18, 4000, 24


def image(channels):
    c, y, x = torch.arange(channels).view(-1, 1, 1), torch.arange(H).view(1, -1, 1), torch.arange(W).view(1, 1, -1)
    result = ((31 * c + 37 * (7 * y + x)) ** 2 % 251).float()
    result[:, 0, :3] = 77
    return result


def values(result):
    return [round(v, 3) for v in result.flatten().tolist()]


def colour(change, channels, *parameters):
    return {"channels": channels, "parameters": list(parameters), "values": values(change(image(channels) / 255, *parameters) * 255)}


def moved(change, channels, parameters):
    return {"channels": channels, "parameters": parameters, "values": values(change(image(channels)))}


bilinear = T.InterpolationMode.BILINEAR


def crop(x, i, j, h, w):
    return F.resized_crop(x, i, j, h, w, [H, W], bilinear)


fixed = {
    "brightness": [colour(F.adjust_brightness, n, f) for n, f in ((3, 0.4), (3, 1.7), (1, 1.2))],
    "contrast": [colour(F.adjust_contrast, n, f) for n, f in ((3, 0.3), (3, 1.8), (1, 0.6), (1, 1.5))],
    "saturation": [colour(F.adjust_saturation, 3, f) for f in (0.0, 0.6, 1.9)],
    "hue": [colour(F.adjust_hue, 3, f) for f in (-0.5, -0.13, 0.02, 0.31)],
    "grey": [colour(lambda x: F.rgb_to_grayscale(x, 3), 3)],
    "gamma": [colour(F.adjust_gamma, n, f) for n, f in ((3, 0.7), (1, 1.5), (3, 2.2))],
    "blur": [moved(lambda x: F.gaussian_blur(x, [k, k], [s, s]), n, [k, s]) for n, k, s in ((3, 9, 2.0), (1, 3, 0.1), (2, 5, 0.8))],
    "erase": [moved(lambda x: F.erase(x, i, j, h, w, torch.zeros(1)[:, None, None]), 3, [i, j, h, w]) for i, j, h, w in ((0, 0, 3, 4), (5, 11, 9, 7))],
    "flip": [moved(F.hflip, 2, [1, 0]), moved(F.vflip, 2, [0, 1]), moved(lambda x: F.vflip(F.hflip(x)), 2, [1, 1])],
    "rotate": [moved(lambda x: F.rotate(x, a, bilinear), 2, [a]) for a in (-90.0, 17.0, 123.0)],
    "affine": [moved(lambda x: F.affine(x, a, [tx, ty], s, [sh, 0.0], bilinear), 2, [a, tx, ty, s, sh])
               for a, tx, ty, s, sh in ((20.0, 0, 0, 1.0, 0.0), (0.0, 3, -2, 1.0, 0.0), (0.0, 0, 0, 0.7, 0.0), (0.0, 0, 0, 1.0, 25.0), (-35.0, -2, 4, 1.3, -15.0))],
    "resizedCrop": [moved(lambda x: crop(x, i, j, h, w), 2, [i, j, h, w]) for i, j, h, w in ((0, 0, 14, 18), (2, 3, 7, 9), (1, 4, 11, 6), (9, 0, 5, 17),
                    (0, 0, 6, 5), (0, 9, 4, 9), (8, 0, 6, 18), (5, 11, 9, 7), (0, 3, 14, 8), (13, 17, 1, 1), (0, 6, 1, 12))],
    # A crop with whole-pixel moves before or after it: sampled once or twice, the result is the same.
    "cropThenFlip": [moved(lambda x: F.vflip(F.hflip(crop(x, *part))), 2, list(part)) for part in ((0, 0, 6, 5), (5, 11, 9, 7), (2, 3, 7, 9))],
    "flipThenCrop": [moved(lambda x: crop(F.hflip(x), *part), 2, list(part)) for part in ((0, 0, 6, 5), (5, 11, 9, 7), (2, 3, 7, 9))],
    "shiftThenCrop": [moved(lambda x: crop(F.affine(x, 0.0, [tx, ty], 1.0, [0.0, 0.0], bilinear), *part), 2, [tx, ty, *part])
                      for tx, ty, part in ((3, -2, (0, 0, 14, 18)), (3, -2, (7, 1, 7, 9)), (-4, 5, (3, 6, 9, 12)), (2, 2, (0, 0, 3, 2)))],
}


def counts(draws, low, high):
    histogram = [0] * BINS
    for v in draws:
        histogram[min(BINS - 1, int((v - low) / (high - low) * BINS))] += 1
    return {"low": low, "high": high, "counts": histogram}


torch.manual_seed(11)
drawn = {}
for name, (h, w), scale, ratio in (("resizedCrop", (60, 80), (0.08, 1), (3 / 4, 4 / 3)), ("resizedCropFallingBack", (20, 120), (0.5, 1), (3 / 4, 4 / 3))):
    parts = [T.RandomResizedCrop.get_params(torch.zeros(1, h, w), scale, ratio) for _ in range(DRAWS)]
    drawn[name] = {k: counts([p[n] for p in parts], 0, m) for n, (k, m) in enumerate((("top", h), ("left", w), ("height", h + 1), ("width", w + 1)))}
parts = [T.RandomErasing.get_params(torch.zeros(1, 60, 80), (0.02, 0.33), (0.3, 3.3), [0.0]) for _ in range(DRAWS)]
drawn["erase"] = {k: counts([p[n] for p in parts], 0, m) for n, (k, m) in enumerate((("top", 60), ("left", 80), ("height", 61), ("width", 81)))}
affine = [T.RandomAffine.get_params((-10.0, 10.0), (0.1, 0.1), (0.8, 1.3), (-6.0, 6.0), [80, 60]) for _ in range(DRAWS)]
drawn["affine"] = {"degrees": counts([a for a, _, _, _ in affine], -10, 10), "x": counts([t[0] for _, t, _, _ in affine], -8.5, 8.5), "y": counts([t[1] for _, t, _, _ in affine], -6.5, 6.5),
                   "scale": counts([s for _, _, s, _ in affine], 0.8, 1.3), "shear": counts([s[0] for _, _, _, s in affine], -6, 6)}
angles = [T.RandomRotation.get_params([-10.0, 10.0]) for _ in range(DRAWS)]
drawn["rotate"] = {"degrees": counts(angles, -10, 10)}
jitter = T.ColorJitter(brightness=0.2, contrast=0.4, saturation=1.5, hue=0.1)
factors = [T.ColorJitter.get_params(jitter.brightness, jitter.contrast, jitter.saturation, jitter.hue)[1:] for _ in range(DRAWS)]
drawn["jitter"] = {k: counts([f[n] for f in factors], *limits) for n, (k, limits) in enumerate((("brightness", (0.8, 1.2)), ("contrast", (0.6, 1.4)), ("saturation", (0, 2.5)), ("hue", (-0.1, 0.1))))}
drawn["blur"] = {"sigma": counts([T.GaussianBlur.get_params(0.4, 2.0) for _ in range(DRAWS)], 0.4, 2.0)}

text = json.dumps({"versions": [torch.__version__, torchvision.__version__], "height": H, "width": W, "fixed": fixed, "draws": DRAWS, "drawn": drawn}, separators=(",", ":"))
pathlib.Path(__file__).with_name("augmentations.json").write_text(text.replace('],"', '],\n"').replace('},{', '},\n{') + "\n")
