// Images a second in training and scoring, beside PyTorch's on the same work, in turns, so that a machine whose speed drifts gives a fair ratio:
//
//   dotnet run -c Release --project tests/MlNetTL.Benchmarks -- resnet50 16 224 /usr/bin/python3
//
// Arguments: the network, the batch size, the image side, and a Python with torch and torchvision (leave it out to measure the product alone).
//
// Or how well 'mlnettl rank' foretells accuracy after fine-tuning (the folder of real images and weights, and the number of seeds; an hour on two cores):
//
//   dotnet run -c Release --project tests/MlNetTL.Benchmarks -- rank-correlation ../shared 3
//
// Or how fast images are decoded into the store beside PIL and torchvision's transforms, and how much faster the store's second epoch is than its first:
//
//   dotnet run -c Release --project tests/MlNetTL.Benchmarks -- decoding ../shared/data/retina 224 /usr/bin/python3
//
// Or what each augmentation costs:
//
//   dotnet run -c Release --project tests/MlNetTL.Benchmarks -- augmentation
// Or what each ingredient of a training recipe brings on 50 X-rays a class (the folder, the number of seeds or a list of them, and what Recipes/RecipesArguments.cs reads;
// recipes are 'plain' or 'rule' and what Recipes/Ingredients.cs names). Recipes are compared by validation images; --test reads the test images instead, once everything is chosen:
//
//   dotnet run -c Release --project tests/MlNetTL.Benchmarks -- recipes ../shared 3
//   dotnet run -c Release --project tests/MlNetTL.Benchmarks -- recipes ../shared 4,5 --images 50 --recipes plain,plain+epochs=30+cosine
// Or how much faster a training step is in bfloat16 than in float32 (the network, the batch size, the image side):
//
//   dotnet run -c Release --project tests/MlNetTL.Benchmarks -- precision resnet50 16 224
//
// Or what activation checkpointing saves of memory and costs of time (the network, the batch size, the image side):
//
//   dotnet run -c Release --project tests/MlNetTL.Benchmarks -- checkpointing resnet50 16 224
using System.Diagnostics;
using System.Globalization;
using MlNetTL.Benchmarks;
using MlNetTL.Benchmarks.Recipes;

if (args is ["rank-correlation", var shared, .. var rest])
{
    RankCorrelationRun.Run(shared, rest is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 3);
    return;
}

if (args is ["decoding", var images, var side, .. var peer])
{
    DecodingRun.Run(images, int.Parse(side, CultureInfo.InvariantCulture), peer.FirstOrDefault());
    return;
}

if (args is ["augmentation"])
{
    AugmentationRun.Run();
    return;
}

if (args is ["recipes", .. var words])
{
    RecipesRun.Run(RecipesArguments.Parse(words));
    return;
}

if (args is ["precision", var network, var imagesOfStep, var pixels])
{
    PrecisionRun.Run(network, int.Parse(imagesOfStep, CultureInfo.InvariantCulture), int.Parse(pixels, CultureInfo.InvariantCulture));
    return;
}

if (args is ["checkpointing", var name, var imagesAtOnce, var sideOfEach, .. var recomputes])
{
    if (recomputes is [var alone]) CheckpointingRun.Measure(name, int.Parse(imagesAtOnce, CultureInfo.InvariantCulture), int.Parse(sideOfEach, CultureInfo.InvariantCulture), bool.Parse(alone));
    else CheckpointingRun.Run(name, imagesAtOnce, sideOfEach);
    return;
}

var backbone = args.ElementAtOrDefault(0) ?? "resnet18";
var batch = int.Parse(args.ElementAtOrDefault(1) ?? "32", CultureInfo.InvariantCulture);
var size = int.Parse(args.ElementAtOrDefault(2) ?? "224", CultureInfo.InvariantCulture);
var python = args.ElementAtOrDefault(3);
const int Rounds = 3;

var ours = new List<Speed>();
var theirs = new List<Speed>();
for (var round = 1; round <= Rounds; round++)
{
    ours.Add(Product.Measure(backbone, batch, size, batches: 6));
    Console.WriteLine($"round {round}: MlNetTL  {ours[^1]}");
    if (python is null) continue;
    theirs.Add(Peer(python));
    Console.WriteLine($"round {round}: PyTorch  {theirs[^1]}");
}
if (theirs.Count > 0)
    Console.WriteLine($"median ratio MlNetTL / PyTorch: training {Ratio(speed => speed.Training):f2}, scoring {Ratio(speed => speed.Scoring):f2}");

double Ratio(Func<Speed, double> figure) => ours.Zip(theirs, (a, b) => figure(a) / figure(b)).Order().ElementAt(ours.Count / 2);

Speed Peer(string interpreter)
{
    var start = new ProcessStartInfo(interpreter, [Path.Combine(AppContext.BaseDirectory, "peer.py"), backbone, $"{batch}", $"{size}"]) { RedirectStandardOutput = true };
    // The product sets this for itself; the peer runs as it would alone.
    start.Environment.Remove("OMP_WAIT_POLICY");
    using var process = Process.Start(start)!;
    var figures = process.StandardOutput.ReadToEnd().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
    process.WaitForExit();
    return new(figures[0], figures[1]);
}
