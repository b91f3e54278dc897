using System.Runtime.CompilerServices;
using MlNetTL;
using MlNetTL.Cli;

// The library's module initializer mends the load of TorchSharp, and it runs when a method of the library is first called. A command may touch TorchSharp
// before that ('--threads' does), and a load that has failed once is not tried again.
RuntimeHelpers.RunModuleConstructor(typeof(PipelineFit).Module.ModuleHandle);

using var interrupt = new Interrupt();
return Application.Run(args, Terminal.OfProcess(), interrupt.Token);
