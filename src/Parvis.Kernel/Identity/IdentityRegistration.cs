using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Identity;

/// <summary>Adds the people, links and keys of a node, without any web: what the command line and tests need.</summary>
public static class IdentityRegistration
{
    /// <summary>Adds <see cref="People"/>, <see cref="ApiKeys"/> and <see cref="PermissionTable"/>. Needs a <see cref="Database"/>, a <see cref="TimeProvider"/> and an <c>IReadOnlyList&lt;Permission&gt;</c>.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.TryAddSingleton<PersonCache>();
        services.TryAddSingleton<OneTimeLinks>();
        services.TryAddSingleton<PermissionTable>();
        services.TryAddSingleton(provider => new People(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<PersonCache>(), provider.GetRequiredService<OneTimeLinks>()));
        services.TryAddSingleton(provider => new ApiKeys(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<PersonCache>(), provider.GetRequiredService<PermissionTable>()));
        return services;
    }
}
