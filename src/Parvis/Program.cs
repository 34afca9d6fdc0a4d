using System.CommandLine;
using Parvis;
using Parvis.Commons;

return await new Node(new CommonsModule()).RunAsync(args, new InvocationConfiguration(), CancellationToken.None);
