"""The same work in PyTorch: SGD with momentum on one logit, images in memory as bytes, normalised per batch. Prints images a second, training and scoring."""
import sys
import time

import torch
import torchvision

backbone, batch, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
batches = 6
network = getattr(torchvision.models, backbone)(num_classes=1)
optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9)
pixels = torch.randint(0, 256, (batch * batches, 3, size, size), dtype=torch.uint8)
labels = torch.randint(0, 2, (batch * batches, 1)).float()
mean = torch.tensor([0.485, 0.456, 0.406]).reshape(1, 3, 1, 1)
std = torch.tensor([0.229, 0.224, 0.225]).reshape(1, 3, 1, 1)


def images(i):
    return (pixels[i * batch:(i + 1) * batch].float() / 255 - mean) / std


network.train()
for epoch in range(3):
    if epoch == 1:  # the first epoch warms up
        started = time.perf_counter()
    for i in range(batches):
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(network(images(i)), labels[i * batch:(i + 1) * batch])
        loss.backward()
        optimizer.step()
training = 2 * batches * batch / (time.perf_counter() - started)

network.eval()
with torch.inference_mode():
    network(images(0))
    started = time.perf_counter()
    for i in range(batches):
        network(images(i))
scoring = batches * batch / (time.perf_counter() - started)
print(f"{training:.2f} {scoring:.2f}")
