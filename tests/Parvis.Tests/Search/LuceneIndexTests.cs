using Parvis.Kernel.Languages;
using Parvis.Kernel.Search;
using Xunit;

namespace Parvis.Tests.Search;

public sealed class LuceneIndexTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_anything_is_followed_there_is_nothing_and_nothing_is_made()
    {
        using var library = new Library().Put("a", "en", "One");
        var result = library.Open().Search(Searching.For("one") with { Facets = ["language"] });
        Assert.Equal((0, 0), (result.Total, result.Sequence));
        Assert.Empty(result.Facets["language"]);
        Assert.False(Directory.Exists(library.Folder.Search));
        Assert.Equal(1, await library.Open().FollowAsync(Cancel));
    }

    [Fact]
    public async Task What_is_withdrawn_disappears_and_what_changed_is_found_by_its_new_words_alone()
    {
        using var library = new Library().Put("a", "en", "Whale songs").Put("b", "en", "Whale sightings");
        var index = await library.FollowedAsync(Cancel);
        library.Withdraw("a").Put("b", "en", "Dolphin sightings");
        Assert.Equal(4, await index.FollowAsync(Cancel));
        Assert.Empty(index.Find("whale"));
        Assert.Equal(["b"], index.Find("dolphin"));
        Assert.Equal(4, index.Search(Searching.For(null)).Sequence);
    }

    [Fact]
    public async Task After_a_restart_only_what_is_new_is_read()
    {
        using var library = new Library().Put("a", "en", "One").Put("b", "en", "Two");
        using (var first = library.Open()) await first.FollowAsync(Cancel);
        library.Put("c", "en", "Three");
        var read = library.Read;
        var second = library.Open();
        Assert.Equal(2, second.Search(Searching.For(null)).Total);
        Assert.Equal(3, await second.FollowAsync(Cancel));
        Assert.Equal(1, library.Read - read);
        Assert.Equal(3, second.Search(Searching.For(null)).Total);
    }

    [Fact]
    public async Task Another_version_of_a_mapping_builds_the_index_anew()
    {
        using var library = new Library().Put("a", "en", "One");
        using (var first = library.Open()) await first.FollowAsync(Cancel);
        library.Version = 2;
        var second = library.Open();
        Assert.Equal(0, second.Search(Searching.For(null)).Sequence);
        await second.FollowAsync(Cancel);
        Assert.Equal(2, library.Read);
        Assert.Equal(["a"], second.Find("one"));
    }

    [Fact]
    public async Task Rebuilt_and_followed_indexes_answer_alike()
    {
        using var library = new Library();
        var followed = library.Open();
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 30; i++) library.Put($"r{(i * 7 + round) % 60}", "en", $"title {i % 5} of {round}", "words", ("language", $"l{i % 4}"));
            library.Withdraw($"r{round}");
            await followed.FollowAsync(Cancel);
        }
        SearchResult[] Ask(LuceneIndex index) => [.. from words in new[] { null, "title", "1", "of 3" }
            from order in new[] { SearchOrder.Newest, SearchOrder.Title }
            select index.Search(Searching.For(words) with { Order = order, Take = 100, Facets = ["language"] })];
        var before = Ask(followed);
        await followed.RebuildAsync(Cancel);
        foreach (var (old, anew) in before.Zip(Ask(followed)))
        {
            Assert.Equal(old.Total, anew.Total);
            Assert.Equal(old.Ids, anew.Ids);
            Assert.Equal(old.Facets["language"], anew.Facets["language"]);
        }
    }

    [Fact]
    public async Task A_deleted_index_is_built_again()
    {
        using var library = new Library().Put("a", "en", "One");
        using (var first = library.Open()) await first.FollowAsync(Cancel);
        Directory.Delete(library.Folder.Search, recursive: true);
        Assert.Equal(["a"], (await library.FollowedAsync(Cancel)).Find("one"));
    }

    [Fact]
    public async Task Damage_to_any_file_is_seen_at_the_next_start_and_mended()
    {
        using var library = new Library().Put("a", "en", "One", "and more", ("language", "sw")).Put("b", "en", "Two");
        using (var first = library.Open()) await first.FollowAsync(Cancel);
        foreach (var file in Directory.GetFiles(library.Folder.Search).Select(Path.GetFileName).Where(name => name != "write.lock").Cast<string>().ToList())
        {
            foreach (var damage in new Action<string>[] { Truncate, Flip, Empty })
            {
                var path = Path.Combine(library.Folder.Search, file);
                if (!File.Exists(path)) path = Directory.GetFiles(library.Folder.Search).First(other => Path.GetExtension(other) == Path.GetExtension(file));
                damage(path);
                using var index = library.Open();
                _ = index.Search(Searching.For(null) with { Take = 0 }).Total;
                Assert.Equal(2, await index.FollowAsync(Cancel));
                Assert.Equal(["a"], index.Find("one"));
                Assert.Equal([new FacetCount("sw", 1)], index.Search(Searching.For(null) with { Facets = ["language"] }).Facets["language"]);
            }
        }
    }

    [Fact]
    public async Task A_second_process_reads_what_the_first_commits_and_takes_over_when_it_ends()
    {
        using var library = new Library().Put("a", "en", "One");
        var first = await library.FollowedAsync(Cancel);
        var second = library.Open();
        Assert.Equal(1, await second.FollowAsync(Cancel));
        Assert.Equal(["a"], second.Find("one"));
        library.Put("b", "en", "One more");
        await first.FollowAsync(Cancel);
        Assert.Equal(2, await second.FollowAsync(Cancel));
        Assert.Equal(["a", "b"], second.Find("one"));
        await Assert.ThrowsAsync<IOException>(() => second.RebuildAsync(Cancel));
        first.Dispose();
        library.Put("c", "en", "One too");
        Assert.Equal(3, await second.FollowAsync(Cancel));
        Assert.Equal(["a", "b", "c"], second.Find("one"));
    }

    [Fact]
    public async Task A_reader_sees_the_writer_s_commits_without_following()
    {
        using var library = new Library().Put("a", "en", "One");
        var first = await library.FollowedAsync(Cancel);
        var reader = library.Open();
        Assert.Equal(["a"], reader.Find("one"));
        library.Put("b", "en", "One more");
        await first.FollowAsync(Cancel);
        await Task.Delay(1100, Cancel);
        Assert.Equal(["a", "b"], reader.Find("one"));
    }

    [Fact]
    public async Task Files_of_a_new_index_are_not_taken_for_those_of_the_old_one()
    {
        using var library = new Library().Put("a", "en", "One");
        using (var first = library.Open()) await first.FollowAsync(Cancel);
        var reader = library.Open();
        Assert.Equal(["a"], reader.Find("one"));
        Directory.Delete(library.Folder.Search, recursive: true);
        library.Put("a", "en", "Two");
        await library.FollowedAsync(Cancel);
        await reader.FollowAsync(Cancel);
        Assert.Equal(["a"], reader.Find("two"));
        Assert.Empty(reader.Find("one"));
    }

    [Fact]
    public async Task A_follow_that_is_stopped_loses_nothing()
    {
        using var library = new Library().Put("a", "en", "One").Put("b", "en", "Two");
        var index = library.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => index.FollowAsync(new CancellationToken(canceled: true)));
        using var stop = new CancellationTokenSource();
        var follow = index.FollowAsync(stop.Token);
        await stop.CancelAsync();
        try { await follow; } catch (OperationCanceledException) { }
        Assert.Equal(2, await index.FollowAsync(Cancel));
        Assert.Equal(2, index.Search(Searching.For(null)).Total);
    }

    [Fact]
    public async Task Searching_goes_on_while_the_index_follows()
    {
        using var library = new Library().Put("kept", "en", "Constant", "", ("language", "sw"));
        var index = await library.FollowedAsync(Cancel);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var begun = new CountdownEvent(3);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(() =>
        {
            var asked = 0;
            begun.Signal();
            for (; !done.IsCancellationRequested; asked++)
            {
                var result = index.Search(Searching.For("constant") with { Facets = ["language"], Order = (SearchOrder)(asked % 3) });
                Assert.Equal(1, result.Total);
                Assert.Equal([new FacetCount("sw", 1)], result.Facets["language"]);
            }
            return asked;
        }, Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        begun.Wait(Cancel);
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 20; i++) library.Put($"r{i}", "en", $"Changing {round}", "", ("language", "fr"));
            await index.FollowAsync(Cancel);
        }
        await done.CancelAsync();
        Assert.All(await Task.WhenAll(readers), asked => Assert.True(asked > 0));
    }

    private static void Truncate(string path)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }

    private static void Empty(string path) => File.WriteAllBytes(path, []);

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0) return;
        bytes[bytes.Length / 2] ^= 0x55;
        File.WriteAllBytes(path, bytes);
    }
}
