// Every class that mlContext.Model.Load may meet in a zip. ML.NET loads the assembly that the zip names and reads these attributes, so that
// an app needs no registration call. Each class has a method `static X Create(IHostEnvironment, ModelLoadContext)`.
using Microsoft.ML;
using MlNetTL.Scoring;
using MlNetTL.Transforms;

[assembly: LoadableClass(typeof(ImageTensorLoadingTransformer), null, typeof(SignatureLoadModel), "Load image tensors", ImageTensorLoadingTransformer.LoaderName)]
[assembly: LoadableClass(typeof(ImageFeaturizingTransformer), null, typeof(SignatureLoadModel), "Deep features of images", ImageFeaturizingTransformer.LoaderSignature)]
[assembly: LoadableClass(typeof(ImageTransferLearningTransformer), null, typeof(SignatureLoadModel), "Score images with a trained network", ImageTransferLearningTransformer.LoaderSignature)]
[assembly: LoadableClass(typeof(ImageAugmentingTransformer), null, typeof(SignatureLoadModel), "Augment images", ImageAugmentingTransformer.LoaderName)]
[assembly: LoadableClass(typeof(UncertainLabelMappingTransformer), null, typeof(SignatureLoadModel), "Map uncertain labels", UncertainLabelMappingTransformer.LoaderName)]
[assembly: LoadableClass(typeof(UncertainLabelReplacingTransformer), null, typeof(SignatureLoadModel), "Replace uncertain labels", UncertainLabelReplacingTransformer.LoaderName)]
[assembly: LoadableClass(typeof(LabelCombiningTransformer), null, typeof(SignatureLoadModel), "Combine labels", LabelCombiningTransformer.LoaderName)]
[assembly: LoadableClass(typeof(StainNormalizingTransformer), null, typeof(SignatureLoadModel), "Normalize stains", StainNormalizingTransformer.LoaderName)]
[assembly: LoadableClass(typeof(ImageQualityTransformer), null, typeof(SignatureLoadModel), "Measure image quality", ImageQualityTransformer.LoaderName)]
