namespace Parvis.Audit.Records.Repository;

/// <summary>What the files beside a model's weights may lead a program to do.</summary>
internal static class RepositoryRules
{
    public static readonly Rule Json = new("repository.json", Severity.Malformed);
    public static readonly Rule Yaml = new("repository.yaml", Severity.Malformed);
    public static readonly Rule Index = new("repository.index", Severity.Malformed);
    public static readonly Rule FrontMatter = new("repository.front-matter", Severity.Note);
    public static readonly Rule OtherRepository = new("repository.other-repository", Severity.Unsafe);
    public static readonly Rule UnsafeImport = new("repository.unsafe-import", Severity.Unsafe);
    public static readonly Rule YamlObject = new("repository.yaml-object", Severity.Unsafe);
    public static readonly Rule Shard = new("repository.shard", Severity.Unsafe);
    public static readonly Rule RemoteCode = new("repository.remote-code", Severity.Suspicious);
    public static readonly Rule CodeFile = new("repository.code-file", Severity.Suspicious);
    public static readonly Rule Trust = new("repository.trust", Severity.Suspicious);
    public static readonly Rule Kernel = new("repository.kernel", Severity.Suspicious);
    public static readonly Rule Import = new("repository.import", Severity.Suspicious);
    public static readonly Rule Secret = new("repository.secret", Severity.Suspicious);
    public static readonly Rule Executable = new("repository.executable", Severity.Suspicious);
    public static readonly Rule Code = new("repository.code", Severity.NotExamined);
    public static readonly Rule Pointer = new("repository.pointer", Severity.NotExamined);
    public static readonly Rule NotText = new("repository.not-text", Severity.NotExamined);
    public static readonly Rule TooLarge = new("repository.too-large", Severity.NotExamined);
    public static readonly Rule ActiveImage = new("repository.active-image", Severity.Note);

    public static IEnumerable<Rule> All =>
    [
        Json, Yaml, Index, FrontMatter, OtherRepository, UnsafeImport, YamlObject, Shard, RemoteCode, CodeFile, Trust, Kernel, Import, Secret, Executable, Code, Pointer, NotText,
        TooLarge, ActiveImage,
    ];
}
