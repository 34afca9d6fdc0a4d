using System.Security.Cryptography;
using Parvis.Audit.Evidence;
using Parvis.Audit.Evidence.ModelSigning;
using Parvis.Audit.Evidence.Sigstore;
using Xunit;

namespace Parvis.Audit.Tests.Evidence;

/// <summary>Signatures of models: those of others, and our own.</summary>
public sealed class ModelSigningTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_bundle_of_the_specification_is_read_as_its_folder_says()
    {
        var wrong = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Cases.Folder("model_signing"), "spec"), "*.json", SearchOption.AllDirectories))
        {
            var valid = Path.GetFileName(Path.GetDirectoryName(file)) == "valid";
            var reason = Refused(() => ModelSignature.Read(File.ReadAllBytes(file)));
            if (valid != reason is null) wrong.Add($"{file}: {reason?.Word() ?? "read"}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_valid_bundle_of_the_specification_is_signed_by_whom_it_should()
    {
        var judged = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Cases.Folder("model_signing"), "spec", "valid"), "*.json"))
        {
            if (TrustFor(Path.GetFileName(file)) is not { } trust) continue;
            var outcome = ModelSignature.Verify(File.ReadAllBytes(file), trust, model: null, Cancel);
            Assert.True(outcome is ModelOutcome.Verified, $"{file}: {outcome}");
            judged++;
        }
        Assert.SkipUnless(judged > 0, "Needs the public keys of the bundles.");
    }

    [Fact]
    public void Every_release_s_bundle_holds_for_its_files_and_for_no_others()
    {
        var releases = Path.Combine(Cases.Folder("model_signing"), "releases");
        var judged = 0;
        foreach (var folder in Directory.EnumerateDirectories(releases).Where(folder => File.Exists(Path.Combine(folder, "model.sig"))))
        {
            var bundle = File.ReadAllBytes(Path.Combine(folder, "model.sig"));
            if (TrustFor(Path.GetFileName(folder)) is not { } trust) continue;
            var outcome = ModelSignature.Verify(bundle, trust, AtHand(folder, bundle), Cancel);
            Assert.True(outcome is ModelOutcome.Verified, $"{folder}: {outcome}");

            using var copy = new Folder();
            foreach (var file in Directory.EnumerateFiles(folder)) File.WriteAllBytes(copy.Of(Path.GetFileName(file)), File.ReadAllBytes(file));
            File.AppendAllText(copy.Of("signme-1"), "x");
            var refused = Assert.IsType<ModelOutcome.Refused>(ModelSignature.Verify(bundle, trust, AtHand(copy.Path, bundle), Cancel));
            Assert.Equal(Difference.Changed, Assert.Single(refused.Differences).How);
            judged++;
        }
        Assert.SkipUnless(judged > 0, "Needs the public keys of the bundles.");
    }

    [Theory]
    [InlineData("files", "sha256")]
    [InlineData("shards", "sha256")]
    [InlineData("files", "blake2b")]
    public void A_model_that_we_sign_verifies_until_anything_in_it_changes(string method, string hash)
    {
        using var model = Model();
        var serialization = new Serialization { ShardSize = method == "shards" ? 4 : null, Hash = hash, Ignored = Serialization.OfVersionControl };
        using var key = SigningKey.Parse(Ed25519());
        var bundle = ModelSignature.Sign(ModelFiles.Read(model.Path, serialization, Cancel), key);
        ModelOutcome Verify() => ModelSignature.Verify(bundle, new ModelTrust.Key(key.Public.Pem), new(model.Path, []), Cancel);
        Assert.IsType<ModelOutcome.Verified>(Verify());

        File.WriteAllText(model.Of("b/extra"), "added");
        Assert.Equal(Difference.Added, Assert.IsType<ModelOutcome.Refused>(Verify()).Differences[0].How);
        File.Delete(model.Of("b/extra"));
        File.WriteAllText(model.Of(".gitignore"), "left out");
        Assert.IsType<ModelOutcome.Verified>(Verify());
        File.Delete(model.Of("b/weights"));
        Assert.Equal(Difference.Missing, Assert.IsType<ModelOutcome.Refused>(Verify()).Differences[0].How);
    }

    [Fact]
    public void The_root_digest_is_that_of_the_digests_of_the_files_in_the_order_of_their_parts()
    {
        using var model = Model();
        var manifest = ModelFiles.Read(model.Path, new Serialization(), Cancel);
        Assert.Equal(["b/weights", "b.txt", "c"], manifest.Resources.Select(resource => resource.Name)); // b/ before b.txt
        var digests = new[] { "0123456789", "text", "" }.SelectMany(text => SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text))).ToArray();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(digests)), manifest.RootDigest);
    }

    [Fact]
    public void Shards_are_named_by_their_bytes_and_an_empty_file_is_one_shard()
    {
        using var model = Model();
        var manifest = ModelFiles.Read(model.Path, new Serialization { ShardSize = 4 }, Cancel);
        Assert.Equal(["b/weights:0:4", "b/weights:4:8", "b/weights:8:10", "b.txt:0:4", "c:0:0"], manifest.Resources.Select(resource => resource.Name));
        Assert.All(manifest.Resources, resource => Assert.Equal("sha256-sharded-4", resource.Algorithm));
    }

    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    public void A_model_signed_with_a_curve_verifies_with_that_key_alone(string curve)
    {
        using var model = Model();
        using var made = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        using var other = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        using var key = SigningKey.Parse(made.ExportPkcs8PrivateKeyPem());
        var bundle = ModelSignature.Sign(ModelFiles.Read(model.Path, new Serialization(), Cancel), key);
        Assert.IsType<ModelOutcome.Verified>(ModelSignature.Verify(bundle, new ModelTrust.Key(made.ExportSubjectPublicKeyInfoPem()), new(model.Path, []), Cancel));
        Assert.Equal(Refusal.BadSignature, Assert.IsType<ModelOutcome.Refused>(ModelSignature.Verify(bundle, new ModelTrust.Key(other.ExportSubjectPublicKeyInfoPem()), new(model.Path, []), Cancel)).Reason);
    }

    [Fact]
    public void A_link_is_refused_unless_links_are_allowed_and_it_stays_within_the_model()
    {
        using var model = Model();
        using var outside = new Folder();
        File.WriteAllText(outside.Of("secret"), "secret");
        File.CreateSymbolicLink(model.Of("link"), model.Of("b.txt"));
        Assert.Equal(Refusal.ForbiddenLink, Refused(() => ModelFiles.Read(model.Path, new Serialization(), Cancel)));
        Assert.Contains(ModelFiles.Read(model.Path, new Serialization { AllowSymlinks = true }, Cancel).Resources, resource => resource.Name == "link");
        File.CreateSymbolicLink(model.Of("way-out"), outside.Of("secret"));
        Assert.Equal(Refusal.ForbiddenLink, Refused(() => ModelFiles.Read(model.Path, new Serialization { AllowSymlinks = true }, Cancel)));
    }

    [Fact]
    public void A_link_to_a_folder_is_not_followed_out_of_the_model()
    {
        using var model = Model();
        using var outside = new Folder();
        Directory.CreateSymbolicLink(model.Of("folder"), outside.Path);
        Assert.Equal(Refusal.ForbiddenLink, Refused(() => ModelFiles.Read(model.Path, new Serialization { AllowSymlinks = true }, Cancel)));
        File.WriteAllText(outside.Of("secret"), "secret");
        File.CreateSymbolicLink(model.Of("through"), "folder/secret");
        Assert.Equal(Refusal.ForbiddenLink, Refused(() => ModelFiles.Read(model.Path, new Serialization { AllowSymlinks = true, Ignored = ["folder"] }, Cancel)));
    }

    [Fact]
    public void What_is_ignored_is_a_path_and_not_the_beginning_of_a_name()
    {
        var serialization = new Serialization { Ignored = ["a/b"] };
        Assert.True(serialization.Ignores("a/b"));
        Assert.True(serialization.Ignores("a/b/c"));
        Assert.False(serialization.Ignores("a/bc"));
        Assert.False(serialization.Ignores("x/a/b"));
    }

    [Fact]
    public void No_change_to_a_bundle_makes_the_verifier_fail_otherwise_than_by_refusing()
    {
        using var model = Model();
        using var key = SigningKey.Parse(Ed25519());
        var signed = ModelSignature.Sign(ModelFiles.Read(model.Path, new Serialization(), Cancel), key);
        var random = new Random(20);
        for (var i = 0; i < 10_000; i++)
        {
            var bundle = signed.ToArray();
            bundle[random.Next(bundle.Length)] ^= (byte)(1 << random.Next(8));
            if (random.Next(10) == 0) bundle = bundle[..random.Next(bundle.Length)];
            if (ModelSignature.Verify(bundle, new ModelTrust.Key(key.Public.Pem), model: null, Cancel) is ModelOutcome.Verified verified)
                Assert.Equal(["b/weights", "b.txt", "c"], verified.Manifest.Resources.Select(resource => resource.Name)); // only what is not signed may change
        }
    }

    private static ModelAtHand AtHand(string folder, byte[] bundle) =>
        ModelSignature.Read(bundle).Manifest.Resources.Any(resource => resource.Name == ".")
            ? new(Path.Combine(folder, "signme-1"), [])
            : new(folder, ["model.sig", "ignore-me", .. Serialization.OfVersionControl]);

    /// <summary>Whom a bundle should be by, as its name says how it was signed; null where the public key is not among the cases.</summary>
    private static ModelTrust? TrustFor(string name)
    {
        if (name.Contains("sigstore", StringComparison.Ordinal)) return new ModelTrust.Identity(new SigstorePolicy(TrustedRoot.PublicGood, Identity: null, Issuer: null));
        var keys = Path.Combine(Cases.Folder("model_signing"), "releases", "keys", "certificate");
        string? Pem(string file) => File.Exists(Path.Combine(keys, file)) ? File.ReadAllText(Path.Combine(keys, file)) : null;
        return name.Contains("certificate", StringComparison.Ordinal)
            ? Pem("ca-cert.pem") is { } root ? new ModelTrust.CertificateChain(root + Pem("int-ca-cert.pem"), At) : null
            : Pem("signing-key-pub.pem") is { } key ? new ModelTrust.Key(key) : null;
    }

    private static string Ed25519()
    {
        using var key = NSec.Cryptography.Key.Import(NSec.Cryptography.SignatureAlgorithm.Ed25519, SHA256.HashData("a test"u8), NSec.Cryptography.KeyBlobFormat.RawPrivateKey, new() { ExportPolicy = NSec.Cryptography.KeyExportPolicies.AllowPlaintextExport });
        return System.Text.Encoding.ASCII.GetString(key.Export(NSec.Cryptography.KeyBlobFormat.PkixPrivateKeyText));
    }

    private static Folder Model()
    {
        var model = new Folder();
        Directory.CreateDirectory(model.Of("b"));
        File.WriteAllText(model.Of("b/weights"), "0123456789");
        File.WriteAllText(model.Of("b.txt"), "text");
        File.WriteAllText(model.Of("c"), "");
        return model;
    }

    private static Refusal? Refused(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (RefusedException e)
        {
            return e.Reason;
        }
    }
}
