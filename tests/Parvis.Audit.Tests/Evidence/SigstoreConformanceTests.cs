using Parvis.Audit.Evidence;
using Parvis.Audit.Evidence.Sigstore;
using Xunit;

namespace Parvis.Audit.Tests.Evidence;

/// <summary>The cases of Sigstore's conformance suite, offline: folders named <c>*_fail</c> are refused, the others hold.</summary>
public sealed class SigstoreConformanceTests
{
    private const string UsualIdentity = "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
    private const string UsualIssuer = "https://token.actions.githubusercontent.com";

    // Why each known case must be refused, so that none passes for a reason of its own. A case that is not listed only has to be refused.
    private static readonly Dictionary<string, Refusal> Reasons = new(StringComparer.Ordinal)
    {
        ["bundle-empty-certificate-chain"] = Refusal.NoMaterial,
        ["bundle-invalid-base64-signature"] = Refusal.MalformedBundle,
        ["bundle-malformed-json"] = Refusal.MalformedBundle,
        ["bundle-unknown-version"] = Refusal.UnknownVersion,
        ["checkpoint-bad-keyhint"] = Refusal.BadCheckpoint,
        ["checkpoint-wrong-roothash"] = Refusal.BadCheckpoint,
        ["dsse-invalid-sig"] = Refusal.OtherEntry,
        ["dsse-mismatch-envelope"] = Refusal.OtherEntry,
        ["inclusion-proof-corrupted-hash"] = Refusal.NotIncluded,
        ["incorrect-public-key"] = Refusal.ForgedPromise,
        ["intoto-expired-certificate"] = Refusal.OutsideValidity,
        ["intoto-missing-inclusion-proof"] = Refusal.NoInclusionProof,
        ["intoto-tsa-timestamp-outside-cert-validity"] = Refusal.OutsideValidity,
        ["invalid-checkpoint-signature"] = Refusal.BadCheckpoint,
        ["invalid-ct-key"] = Refusal.NoTransparency,
        ["managed-key-no-key"] = Refusal.NoKey,
        ["managed-key-wrong-key"] = Refusal.UnreadableKey,
        ["message-digest-mismatch"] = Refusal.OtherArtefact,
        ["rekor2-checkpoint-missing-log-signature"] = Refusal.BadCheckpoint,
        ["rekor2-checkpoint-missing-origin"] = Refusal.BadCheckpoint,
        ["rekor2-checkpoint-missing-size"] = Refusal.BadCheckpoint,
        ["rekor2-dsse-invalid-sig"] = Refusal.OtherEntry,
        ["rekor2-dsse-mismatch-envelope"] = Refusal.OtherEntry,
        ["rekor2-no-timestamp"] = Refusal.NoTime,
        ["rekor2-timestamp-outside-trust-root-tsa-validity"] = Refusal.BadTimestamp,
        ["rekor2-timestamp-untrusted-tsa-with-embedded-cert"] = Refusal.BadTimestamp,
        ["rekor2-timestamp-untrusted-tsa-without-embedded-cert"] = Refusal.BadTimestamp,
        ["rekor2-timestamp-with-incorrect-time"] = Refusal.OutsideValidity,
        ["set-invalid-signature"] = Refusal.ForgedPromise,
        ["trust-root-tlog-missing-validity-start"] = Refusal.MalformedRoot,
        ["wrong-hashedrekord-cert-and-sig"] = Refusal.OtherEntry,
        ["wrong-hashedrekord-entry"] = Refusal.OtherEntry,
        ["wrong-material"] = Refusal.OtherEntry,
    };

    [Fact]
    public void Every_case_is_judged_as_its_name_says_and_for_the_reason_it_was_made_for()
    {
        var wrong = new List<string>();
        var judged = 0;
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(Cases.Folder("sigstore_conformance"), "bundle-verify")).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            var outcome = Judge(folder);
            var expected = !name.EndsWith("_fail", StringComparison.Ordinal) ? "verified" : Reasons.TryGetValue(name[..^5], out var reason) ? reason.Word() : "refused";
            var found = outcome is BundleOutcome.Refused refused ? expected == "refused" ? "refused" : refused.Reason.Word() : "verified";
            if (found != expected) wrong.Add($"{name}: {expected}, but {found} {(outcome as BundleOutcome.Refused)?.Detail}");
            judged++;
        }
        Assert.Empty(wrong);
        Assert.NotEqual(0, judged);
    }

    [Fact]
    public void A_bundle_that_holds_is_refused_for_another_identity_issuer_or_artefact()
    {
        var folder = Directory.EnumerateDirectories(Path.Combine(Cases.Folder("sigstore_conformance"), "bundle-verify"), "*happy-path*")
            .First(folder => !File.Exists(Path.Combine(folder, "key.pub")));
        var bundle = File.ReadAllBytes(Path.Combine(folder, "bundle.sigstore.json"));
        var root = RootOf(folder);
        var artefact = ArtefactOf(folder);
        Assert.IsType<BundleOutcome.Verified>(SigstoreVerifier.Verify(bundle, artefact, new(root, UsualIdentity, UsualIssuer)));
        Assert.Equal(Refusal.WrongIdentity, ReasonOf(SigstoreVerifier.Verify(bundle, artefact, new(root, UsualIdentity + "x", UsualIssuer))));
        Assert.Equal(Refusal.WrongIssuer, ReasonOf(SigstoreVerifier.Verify(bundle, artefact, new(root, UsualIdentity, "https://accounts.example"))));
        Assert.IsType<BundleOutcome.Refused>(SigstoreVerifier.Verify(bundle, Artefact.Of([1, 2, 3]), new(root, UsualIdentity, UsualIssuer)));
    }

    [Fact]
    public void No_change_to_a_bundle_makes_the_verifier_fail_otherwise_than_by_refusing()
    {
        var random = new Random(6962);
        var folders = Directory.GetDirectories(Path.Combine(Cases.Folder("sigstore_conformance"), "bundle-verify")).Order(StringComparer.Ordinal).Where(folder => !folder.EndsWith("_fail", StringComparison.Ordinal)).ToArray();
        var accepted = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var folder = folders[i % folders.Length];
            var bundle = File.ReadAllBytes(Path.Combine(folder, "bundle.sigstore.json"));
            for (var change = random.Next(1, 4); change > 0; change--) bundle[random.Next(bundle.Length)] ^= (byte)(1 << random.Next(8));
            if (random.Next(10) == 0) bundle = bundle[..random.Next(bundle.Length)];
            if (SigstoreVerifier.Verify(bundle, ArtefactOf(folder), PolicyOf(folder)) is BundleOutcome.Verified) accepted++; // a bit of white space, an unsigned hint
        }
        Assert.InRange(accepted, 0, 2000);
    }

    [Fact]
    public void No_change_to_a_trusted_root_makes_the_verifier_fail_otherwise_than_by_refusing()
    {
        var random = new Random(3161);
        var folders = Directory.GetDirectories(Path.Combine(Cases.Folder("sigstore_conformance"), "bundle-verify")).Order(StringComparer.Ordinal).Where(folder => File.Exists(Path.Combine(folder, "trusted_root.json"))).ToArray();
        for (var i = 0; i < 5_000; i++)
        {
            var folder = folders[i % folders.Length];
            var root = File.ReadAllBytes(Path.Combine(folder, "trusted_root.json"));
            for (var change = random.Next(1, 6); change > 0; change--) root[random.Next(root.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                SigstoreVerifier.Verify(File.ReadAllBytes(Path.Combine(folder, "bundle.sigstore.json")), ArtefactOf(folder), PolicyOf(folder) with { Root = TrustedRoot.Parse(root) });
            }
            catch (RefusedException e)
            {
                Assert.Equal(Refusal.MalformedRoot, e.Reason);
            }
        }
    }

    private static Refusal ReasonOf(BundleOutcome outcome) => Assert.IsType<BundleOutcome.Refused>(outcome).Reason;

    private static BundleOutcome Judge(string folder)
    {
        try
        {
            return SigstoreVerifier.Verify(File.ReadAllBytes(Path.Combine(folder, "bundle.sigstore.json")), ArtefactOf(folder), PolicyOf(folder));
        }
        catch (RefusedException e)
        {
            return new BundleOutcome.Refused(e.Reason, e.Detail); // the trusted root
        }
    }

    private static SigstorePolicy PolicyOf(string folder) => new(RootOf(folder), TextOf(folder, "identity") ?? UsualIdentity, TextOf(folder, "issuer") ?? UsualIssuer, TextOf(folder, "key.pub"));

    private static TrustedRoot RootOf(string folder) => TextOf(folder, "trusted_root.json") is { } own ? TrustedRoot.Parse(System.Text.Encoding.UTF8.GetBytes(own)) : TrustedRoot.PublicGood;

    private static Artefact ArtefactOf(string folder) =>
        Artefact.In(File.Exists(Path.Combine(folder, "artifact")) ? Path.Combine(folder, "artifact") : Path.Combine(folder, "..", "a.txt"));

    private static string? TextOf(string folder, string file) => File.Exists(Path.Combine(folder, file)) ? File.ReadAllText(Path.Combine(folder, file)).Trim() : null;
}
