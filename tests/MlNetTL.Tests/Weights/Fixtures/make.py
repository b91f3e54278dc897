"""Makes the fixtures of this folder with PyTorch 1.13 and torchvision 0.14: whole networks that torch.save pickled, in both of its formats, with their values
in modules.json; hostile ones; and naming.tsv, names as published files have them beside torchvision's own."""
import json
import os
import re
import sys
import types

import torch
import torchvision
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))


def package(name, **members):
    module = types.ModuleType(name)
    for key, value in members.items():
        setattr(module, key, value)
        value.__module__ = name
    sys.modules[name] = module


class DenseNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential()
        self.features.add_module("conv0", nn.Conv2d(1, 2, 3, bias=False))
        self.features.add_module("norm0", nn.BatchNorm2d(2))
        self.features.add_module("relu0", nn.ReLU(inplace=True))
        self.classifier = nn.Linear(2, 3)
        self.tied = self.classifier
        self.register_buffer("op_threshs", torch.tensor([0.25, 0.5, 0.75]))
        self.register_buffer("scratch", torch.ones(2), persistent=False)
        self.register_buffer("absent", None)
        self.pathologies = ["Edema", "", float("nan")]


def _get_thnn_function_backend():
    return None


class Backend:
    """Modules before PyTorch 1.3 had this among their attributes."""

    def __reduce__(self):
        return _get_thnn_function_backend, ()


class Command:
    def __reduce__(self):
        return os.system, ("touch HOSTILE_MODULE",)


sys.modules["torchxrayvision"] = types.ModuleType("torchxrayvision")
package("torchxrayvision.models", DenseNet=DenseNet)
package("torch.nn.backends.thnn", _get_thnn_function_backend=_get_thnn_function_backend)
# The stream format keeps the source of each class; a short one will do.
torch.serialization.get_source_lines_and_file = lambda cls: ([f"class {cls.__name__}: ...\n"], 0, "models.py")

torch.manual_seed(1)
network = DenseNet()
for value in list(network.parameters()) + [network.features.norm0.running_mean, network.features.norm0.running_var]:
    value.data.copy_(torch.randn(value.shape))
network._backend = Backend()
torch.save(network, f"{here}/module.pt")
torch.save(network, f"{here}/module_stream.pt", _use_new_zipfile_serialization=False)
torch.save({"epoch": 3, "model": nn.DataParallel(network)}, f"{here}/module_nested.pt")
expected = {name: {"dtype": str(value.dtype)[6:], "shape": list(value.shape), "values": value.double().flatten().tolist()} for name, value in network.state_dict().items()}
json.dump(expected, open(f"{here}/modules.json", "w"), indent=0)

network.secret = Command()
torch.save(network, f"{here}/hostile_module.pt")
torch.save(network, f"{here}/hostile_module_stream.pt", _use_new_zipfile_serialization=False)
del network.secret
network._modules["again"] = network
torch.save(network, f"{here}/hostile_module_cycle.pt")
chain = [nn.Sequential() for _ in range(50)]
for outer, inner in zip(chain, chain[1:]):
    outer._modules["a"] = outer._modules["b"] = inner
torch.save(chain[0], f"{here}/hostile_module_doubling.pt")


def numbered(model, wrapper):
    sequence = nn.Sequential(*list(model.children())[:-1])
    plain = {value.data_ptr(): name for name, value in model.state_dict().items()}
    return [(wrapper + name, plain[value.data_ptr()]) for name, value in sequence.state_dict().items() if value.dim() > 0]


def old_names(model):
    pattern = re.compile(r"^(.*denselayer\d+\.(?:norm|relu|conv))\.((?:[12])\.(?:weight|bias|running_mean|running_var))$")
    rows = []
    for name in model.state_dict():
        if "num_batches_tracked" in name:
            continue
        old = re.sub(r"(denselayer\d+\.(?:norm|conv))([12])", r"\1.\2", name)
        match = pattern.match(old)
        rows.append((old, match.group(1) + match.group(2) if match else old))
    return rows


dense = torchvision.models.DenseNet(growth_rate=4, block_config=(2, 2, 2, 2), num_init_features=8, num_classes=2)
inception = torchvision.models.inception_v3(weights=None, aux_logits=False, init_weights=False)
inception_aux = torchvision.models.inception_v3(weights=None, aux_logits=True, init_weights=False)
resnet = torchvision.models.resnet18(weights=None)
forms = {
    "old densenet": old_names(dense),
    "numbered resnet": numbered(resnet, "backbone."),
    "numbered resnet, plain": numbered(resnet, ""),
    "numbered densenet": numbered(dense, "backbone."),
    "numbered inception": numbered(inception, "backbone."),
    "numbered inception with auxiliary head": numbered(inception_aux, "backbone."),
    "wrapped": [(name if name == "op_threshs" else "module.model." + name, name) for name in [*resnet.state_dict(), "op_threshs"]],
}
with open(f"{here}/naming.tsv", "w") as table:
    for form, rows in forms.items():
        for given, plain in rows:
            table.write(f"{form}\t{given}\t{plain}\n")
