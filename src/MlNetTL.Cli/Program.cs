using MlNetTL.Cli;

using var interrupt = new Interrupt();
return Application.Run(args, Terminal.OfProcess(), interrupt.Token);
