using System.Text;
using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Tests.Openness;

/// <summary>Reads files about openness.</summary>
internal static class Files
{
    public static OpennessFile Read(string file) => OpennessFile.Read(Path.GetFileName(file), File.ReadAllBytes(file));

    public static OpennessFile Read(string name, string text) => OpennessFile.Read(name, Encoding.UTF8.GetBytes(text));
}
