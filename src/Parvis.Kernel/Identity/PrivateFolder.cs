namespace Parvis.Kernel.Identity;

/// <summary>Folders and files that only the node's own user may read.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How to open a file that must not exist yet.</summary>
    public static FileStreamOptions NewFile
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
            return options;
        }
    }

    /// <summary>Makes the folder, mode 0700, or closes an existing one to others.</summary>
    public static DirectoryInfo Make(string path)
    {
        var folder = Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerFolder);
        return folder;
    }
}
