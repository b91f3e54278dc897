"""The rate of stochastic depth of each residual block in torchvision and timm: PYTHONPATH=<a checkout of pytorch-image-models> python3 stochastic-depth.py

Written with torchvision 0.14.1 and timm 1.0.29.dev0 (commit aa4b5850). Blocks without a residual connection (EfficientNet) are left out; 0 stands where timm makes no DropPath."""
import json, pathlib
import timm, torch, torchvision
from timm.models.nfnet import NormFreeBlock
from timm.models.resnet import BasicBlock, Bottleneck
from timm.models.resnetv2 import PreActBottleneck
from torchvision.models.efficientnet import MBConv

RATE = 0.35


def of_torchvision(name, **settings):
    network = getattr(torchvision.models, name)(**settings)
    return [block.stochastic_depth.p for block in network.modules() if isinstance(block, MBConv) and block.use_res_connect]


def of_timm(name, **settings):
    network = timm.create_model(name, **settings)
    blocks = [block for block in network.modules() if isinstance(block, (BasicBlock, Bottleneck, NormFreeBlock, PreActBottleneck))]
    return [getattr(block.drop_path, "drop_prob", 0.0) for block in blocks]


rows = {}
for name in [f"efficientnet_b{i}" for i in range(8)]:
    rows[name] = {"own": of_torchvision(name), "rates": of_torchvision(name, stochastic_depth_prob=RATE)}
for name in ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "nf_resnet50", "resnetv2_50x1_bit", "resnetv2_50x3_bit", "resnetv2_101x1_bit"):
    rows[name] = {"own": of_timm(name), "rates": of_timm(name, drop_path_rate=RATE)}
text = json.dumps({"versions": [torch.__version__, torchvision.__version__, timm.__version__], "rate": RATE, "networks": rows}, separators=(",", ":"))
pathlib.Path(__file__).with_suffix(".json").write_text(text.replace('},"', '},\n"') + "\n")
