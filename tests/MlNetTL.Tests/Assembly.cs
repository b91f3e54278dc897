// libtorch uses every core by itself, and some tests count the tensors alive.
[assembly: DoNotParallelize]
