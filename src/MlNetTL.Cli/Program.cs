using TorchSharp;

Console.WriteLine(MlNetTL.Foundation.Folders.Cache);
Console.WriteLine(torch.randn(2, 2).ToString(TensorStringStyle.Julia));
