"""Seconds that PIL and torchvision's transforms take for all images of a folder, on several worker processes: python peer_decoding.py <folder> <size> <workers>"""
import pathlib
import sys
import time

import PIL.Image
import torch
from torchvision import transforms

ENDINGS = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".webp"}


class Images(torch.utils.data.Dataset):
    def __init__(self, folder, size):
        self.files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.suffix.lower() in ENDINGS)
        self.transform = transforms.Compose([transforms.Resize((size, size)), transforms.PILToTensor()])

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        return self.transform(PIL.Image.open(self.files[index]).convert("RGB"))


if __name__ == "__main__":
    images = Images(sys.argv[1], int(sys.argv[2]))
    workers = int(sys.argv[3])
    torch.set_num_threads(1)
    loader = torch.utils.data.DataLoader(images, batch_size=32, num_workers=workers, persistent_workers=True)
    # The workers start outside the stopwatch, and the files are in the system's cache, as for the product.
    for _ in loader:
        pass
    started = time.perf_counter()
    for _ in loader:
        pass
    print(time.perf_counter() - started)
