#!/usr/bin/env python3
"""Writes published-weights.csv: the addresses of weights as their publishers' own sources have them, and the top-1 accuracy where those sources give it.

torchvision: read from the installed package (made with 0.14.1); its EfficientNet files from other collections were published anew later, with the hash of
the file in their names, and are named by hand from torchvision/models/efficientnet.py of 0.17. torchxrayvision: the text of torchxrayvision/models.py (made with commit f4087a0b), named on the command line.
timm (timm/models/nfnet.py), Big Transfer (timm/models/resnetv2.py) and RadImageNet (the list on huggingface.co/Lab-Rasool/RadImageNet): by hand.

    python3 published-weights.py torchxrayvision/models.py > published-weights.csv
"""
import re
import sys

import torchvision.models as models

FAMILIES = re.compile(r"(vgg|resnet\d|densenet|efficientnet_b|inception_v3)", re.I)
ANEW = ["b0_rwightman-7f5810bc", "b1_rwightman-bac287d4", "b2_rwightman-c35c1473", "b3_rwightman-b3899882", "b4_rwightman-23ab8bcd", "b5_lukemelas-1a07897c",
        "b6_lukemelas-24a108a5", "b7_lukemelas-c5b4e57e"]
BY_HAND = [
    *[("torchvision", f"https://download.pytorch.org/models/efficientnet_{name}.pth") for name in ANEW],
    ("timm", "https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-weights/nf_resnet50_ra2-9f236009.pth"),
    ("timm", "https://github.com/huggingface/pytorch-image-models/releases/download/v0.1-weights/nf_resnet50_ra2-9f236009.pth"),
    *[("Big Transfer", f"https://storage.googleapis.com/bit_models/BiT-{kind}-{name}{end}.npz")
      for kind in "MS" for name in ("R50x1", "R50x3", "R101x1") for end in ("", "-ILSVRC2012")],
    *[("RadImageNet", f"https://huggingface.co/Lab-Rasool/RadImageNet/resolve/main/{name}.pt") for name in ("ResNet50", "DenseNet121", "InceptionV3")],
]

print("source,url,top1")
for name in sorted(dir(models)):
    if not (name.endswith("_Weights") and FAMILIES.match(name)):
        continue
    for weights in getattr(models, name):
        top1 = weights.meta.get("_metrics", {}).get("ImageNet-1K", {}).get("acc@1", "")
        top1 = "" if top1 != top1 else top1
        print(f"torchvision,{weights.url},{top1}")
for url in re.findall(r"'weights_url'|\"weights_url\": ?'([^']+)'", open(sys.argv[1]).read()):
    if url:
        print(f"torchxrayvision,{url},")
for source, url in BY_HAND:
    print(f"{source},{url},")
