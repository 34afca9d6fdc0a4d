namespace Parvis.Kernel.Identity;

/// <summary>Reads and writes of <c>identity_person</c>.</summary>
internal static class PeopleSql
{
    private const string Columns = "id, name, email, role, stamp, created_at, signed_in_at, disabled_at";

    public const string ById = $"SELECT {Columns} FROM identity_person WHERE id = @id";
    public const string ByEmail = $"SELECT {Columns} FROM identity_person WHERE email_key = @key";
    public const string ByExternal = $"SELECT {Columns} FROM identity_person WHERE id = (SELECT person FROM identity_external WHERE issuer = @issuer AND subject = @subject)";
    public const string All = $"SELECT {Columns} FROM identity_person ORDER BY created_at, id";
    public const string Insert = "INSERT INTO identity_person (id, name, email, email_key, role, stamp, created_at) VALUES (@id, @name, @email, @key, @role, @stamp, @now) ON CONFLICT DO NOTHING";
    public const string OtherAdministrators = "SELECT COUNT(*) FROM identity_person WHERE role = 'Administrator' AND disabled_at IS NULL AND id <> @id";
    public const string AdministratorsWhoSignedIn = "SELECT COUNT(*) FROM identity_person WHERE role = 'Administrator' AND disabled_at IS NULL AND signed_in_at IS NOT NULL";
    public const string AwaitedAdministrator = $"SELECT {Columns} FROM identity_person WHERE role = 'Administrator' AND disabled_at IS NULL AND email IS NULL ORDER BY created_at, id LIMIT 1";
    public const string SetRole = "UPDATE identity_person SET role = @role WHERE id = @id";
    public const string Disable = "UPDATE identity_person SET disabled_at = @now, stamp = @stamp WHERE id = @id AND disabled_at IS NULL";
    public const string Enable = "UPDATE identity_person SET disabled_at = NULL WHERE id = @id";
    public const string EndSessions = "UPDATE identity_person SET stamp = @stamp WHERE id = @id";
    public const string Rename = "UPDATE identity_person SET name = @name WHERE id = @id";
    public const string SetEmail = "UPDATE identity_person SET email = @email, email_key = @key WHERE id = @id AND NOT EXISTS (SELECT 1 FROM identity_person WHERE email_key = @key AND id <> @id)";
    public const string SignedIn = "UPDATE identity_person SET signed_in_at = @now WHERE id = @id AND disabled_at IS NULL";
    public const string LinkExternal = "INSERT INTO identity_external (issuer, subject, person) VALUES (@issuer, @subject, @id) ON CONFLICT DO NOTHING";
    public const string DropLinks = "DELETE FROM identity_link WHERE person = @id";
}
