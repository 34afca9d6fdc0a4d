using System.CommandLine;
using Parvis;

return await Node.Default().RunAsync(args, new InvocationConfiguration(), CancellationToken.None);
