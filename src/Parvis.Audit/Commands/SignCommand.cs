using System.CommandLine;
using Parvis.Audit.Evidence;
using Parvis.Audit.Evidence.ModelSigning;
using Parvis.Kernel.Modules;

namespace Parvis.Audit.Commands;

/// <summary><c>parvis audit sign PATH --key FILE</c>: signs a model (OpenSSF Model Signing).</summary>
internal static class SignCommand
{
    public static Command Create(OpenNode _)
    {
        var path = new Argument<string>("PATH") { Description = "A model: a file or a folder." };
        var key = new Option<FileInfo>("--key") { Description = "A private key: Ed25519, ECDSA P-256 or P-384 in PEM, or the signer key of a node.", Required = true };
        var bundle = new Option<FileInfo?>("--bundle") { Description = "Where to write the signature; otherwise PATH/model.sig, or PATH.sig beside a file." };
        var method = new Option<string>("--method") { Description = "How files are digested: files, or shards for files of many gigabytes.", DefaultValueFactory = _ => "files" };
        method.AcceptOnlyFromAmong("files", "shards");
        var shard = new Option<long>("--shard-size") { Description = "Bytes of a shard.", DefaultValueFactory = _ => Serialization.UsualShard };
        var ignore = new Option<string[]>("--ignore") { Description = "Leave out a file or folder, relative to PATH; .git, .gitattributes, .github and .gitignore are left out anyway.", DefaultValueFactory = _ => [] };
        var links = new Option<bool>("--allow-symlinks") { Description = "Follow links to files within PATH." };
        var command = new Command("sign", "Signs a model, so that others can check that no file was changed.\n\nExample: parvis audit sign ./model --key me.pem") { path, key, bundle, method, shard, ignore, links };
        command.SetAction(async (parsed, cancel) =>
        {
            var (from, error) = (Path.GetFullPath(parsed.GetRequiredValue(path)), parsed.InvocationConfiguration.Error);
            if (!Path.Exists(from))
            {
                await error.WriteLineAsync($"{from}: there is no such file or folder; nothing was signed.");
                return ExitCodes.Unreachable;
            }
            if (parsed.GetValue(shard) < 1)
            {
                await error.WriteLineAsync("--shard-size: a shard has at least one byte.");
                return ExitCodes.WrongUse;
            }
            var to = parsed.GetValue(bundle)?.FullName ?? (Directory.Exists(from) ? Path.Combine(from, "model.sig") : from + ".sig");
            var serialization = new Serialization
            {
                ShardSize = parsed.GetValue(method) == "shards" ? parsed.GetValue(shard) : null,
                AllowSymlinks = parsed.GetValue(links),
                Ignored = [.. ModelPaths.LeftOut(from, to).Union(parsed.GetValue(ignore)!.Select(ModelPaths.Clean), StringComparer.Ordinal)],
            };
            try
            {
                using var signing = SigningKey.Parse(await File.ReadAllTextAsync(parsed.GetRequiredValue(key).FullName, cancel));
                var manifest = ModelFiles.Read(from, serialization, cancel);
                await File.WriteAllBytesAsync(to, ModelSignature.Sign(manifest, signing), cancel);
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{to}\n{manifest.Resources.Count} {(serialization.ShardSize is null ? "files" : "shards")}, sha256:{manifest.RootDigest}\nkey {signing.Public.Hint}");
                return ExitCodes.Done;
            }
            catch (RefusedException e)
            {
                await error.WriteLineAsync(RefusalText.Of(e.Reason, e.Detail));
                return ExitCodes.Refused;
            }
        });
        return command;
    }
}
