"""Makes xray_rgba.png, a grey image saved with four channels as some of ChestX-ray14 are, and what Pillow makes grey of it: python3 make_xray.py."""
import numpy as np
from PIL import Image

grey = np.random.default_rng(14).integers(0, 256, (17, 21), dtype=np.uint8)
image = Image.merge("RGBA", [Image.fromarray(grey)] * 3 + [Image.fromarray(np.full_like(grey, 255))])
image.save("xray_rgba.png")
open("xray_rgba.raw", "wb").write(Image.open("xray_rgba.png").convert("L").tobytes())
