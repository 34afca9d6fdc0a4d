namespace Parvis.Browser.Tests;

/// <summary>A page of the node, or one state of it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Path">Its address below the language.</param>
/// <param name="Administrator">Whether only the administrator sees it so.</param>
internal sealed record SitePage(string Name, string Path, bool Administrator = false)
{
    /// <summary>Every page, in every state that is drawn differently.</summary>
    public static IReadOnlyList<SitePage> All(Exhibits exhibits) =>
    [
        new("home", "/"),
        new("find", "/commons"),
        new("find, words", "/commons?q=language"),
        new("find, filters", "/commons?kind=software&openness=open"),
        new("find, none", "/commons?q=zzzyyyxxx"),
        new("find, second page", "/commons?page=2&sort=title"),
        new("record", $"/commons/records/{exhibits.Plain}"),
        new("merged record", $"/commons/records/{exhibits.Merged}"),
        new("merged record, curator", $"/commons/records/{exhibits.Merged}", Administrator: true),
        new("gone record", $"/commons/records/{exhibits.Gone}"),
        new("unknown record", "/commons/records/nosuchrecord2"),
        new("sources", "/commons/sources"),
        new("sources, administrator", "/commons/sources", Administrator: true),
        new("sources, refused", "/commons/sources?kind=nothing&address=ftp%3A%2F%2Fexample.org&everyHours=0", Administrator: true),
        new("source", $"/commons/sources/{exhibits.Source}"),
        new("source, administrator", $"/commons/sources/{exhibits.Source}", Administrator: true),
        new("unknown source", "/commons/sources/nosuchsource"),
        new("how", "/commons/how"),
        new("check", "/audit"),
        new("check, signed in", "/audit", Administrator: true),
        new("check, refused", "/audit?problem=toolarge", Administrator: true),
        new("check, of a record", $"/audit?record={exhibits.Plain}", Administrator: true),
        new("check, none", "/audit?verdict=suspicious"),
        new("audit", $"/audit/{exhibits.Audit}"),
        new("audit, signed in", $"/audit/{exhibits.Audit}", Administrator: true),
        new("audit of many files", $"/audit/{exhibits.LargeAudit}"),
        new("audit of many files, second part", $"/audit/{exhibits.LargeAudit}?files=2"),
        new("failed audit", $"/audit/{exhibits.FailedAudit}"),
        new("comparison", $"/audit/compare?one={exhibits.Audit}&other={exhibits.LargeAudit}"),
        new("comparison, none", "/audit/compare"),
        new("conversations", "/dialogue"),
        new("conversations, administrator", "/dialogue", Administrator: true),
        new("conversation", $"/dialogue/{exhibits.Conversations.Fresh}"),
        new("conversation, answered", $"/dialogue/{exhibits.Conversations.Fresh}?statement=8&answer=agree"),
        new("conversation, said already", $"/dialogue/{exhibits.Conversations.Fresh}?words=The%20teachers%20should%20choose%20the%20tools%20themselves&language=en"),
        new("conversation, refused", $"/dialogue/{exhibits.Conversations.Fresh}?words=no&language=en&problem=length&said=often"),
        new("conversation, administrator", $"/dialogue/{exhibits.Conversations.Lively}", Administrator: true),
        new("conversation, by invitation", $"/dialogue/{exhibits.Conversations.Invited}?problem=code&code=abc"),
        new("conversation, closed", $"/dialogue/{exhibits.Conversations.Closed}"),
        new("conversation, embedded", $"/dialogue/{exhibits.Conversations.Fresh}/embed"),
        new("conversation, embedded, nothing shown but a statement", $"/dialogue/{exhibits.Conversations.Lively}/embed?hide=title,counts,links,all"),
        new("conversation, embedded, by invitation", $"/dialogue/{exhibits.Conversations.Invited}/embed"),
        new("conversation, embedded, closed", $"/dialogue/{exhibits.Conversations.Closed}/embed"),
        new("unknown conversation", "/dialogue/nosuchconversation"),
        new("results", $"/dialogue/{exhibits.Conversations.Lively}/results"),
        new("results, few", $"/dialogue/{exhibits.Conversations.Invited}/results"),
        new("results, closed", $"/dialogue/{exhibits.Conversations.Closed}/results"),
        new("report", $"/dialogue/{exhibits.Conversations.Closed}/report"),
        new("moderation log", $"/dialogue/{exhibits.Conversations.Lively}/moderation-log"),
        new("moderate", $"/dialogue/{exhibits.Conversations.Lively}/moderate?said=noreason", Administrator: true),
        new("moderate, rejected", $"/dialogue/{exhibits.Conversations.Lively}/moderate?state=rejected", Administrator: true),
        new("moderate, one", $"/dialogue/{exhibits.Conversations.Lively}/moderate?statement=10", Administrator: true),
        new("new conversation", "/dialogue/new", Administrator: true),
        new("change a conversation", $"/dialogue/{exhibits.Conversations.Invited}/edit?said=saved", Administrator: true),
        new("change a draft", $"/dialogue/{exhibits.Conversations.Draft}/edit", Administrator: true),
        new("ledger", "/ledger"),
        new("about", "/about"),
        new("accessibility", "/accessibility"),
        new("sign-in", "/sign-in"),
        new("confirm", exhibits.Confirm),
        new("confirm, used up", "/sign-in/link?t=used"),
        new("account", "/account", Administrator: true),
        new("people", "/admin/people", Administrator: true),
        new("keys", "/admin/keys", Administrator: true),
        new("jobs", "/admin/jobs", Administrator: true),
        new("not found", "/no/such/page"),
    ];

    /// <summary>The page in a language.</summary>
    public string In(string language) => $"/{language}{Path}";
}
