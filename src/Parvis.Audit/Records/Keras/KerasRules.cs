namespace Parvis.Audit.Records.Keras;

/// <summary>Rules about Keras models.</summary>
internal static class KerasRules
{
    public static readonly Rule Broken = new("keras.broken", Severity.Malformed);
    public static readonly Rule NoConfig = new("keras.no-config", Severity.Malformed);
    public static readonly Rule Lambda = new("keras.lambda", Severity.Unsafe);
    public static readonly Rule Foreign = new("keras.foreign-module", Severity.Unsafe);
    public static readonly Rule Framework = new("keras.framework-module", Severity.Suspicious);
    public static readonly Rule Gadget = new("keras.gadget", Severity.Unsafe);
    public static readonly Rule Switch = new("keras.unsafe-switch", Severity.Unsafe);
    public static readonly Rule Function = new("keras.function", Severity.Suspicious);
    public static readonly Rule Custom = new("keras.custom", Severity.Suspicious);
    public static readonly Rule OutsideFile = new("keras.outside-file", Severity.Unsafe);
    public static readonly Rule OtherFile = new("keras.other-file", Severity.Suspicious);

    public static IEnumerable<Rule> All => [Broken, NoConfig, Lambda, Foreign, Framework, Gadget, Switch, Function, Custom, OutsideFile, OtherFile];
}
