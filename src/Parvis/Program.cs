using Parvis;
using Parvis.Commons;

var node = new Node(new CommonsModule());
return await node.CommandLine().Parse(args).InvokeAsync();
