using Bunit;
using Gateway.Accounts;
using Gateway.Insight.Console;
using Gateway.Insight.Console.Calls;
using Gateway.Platform;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Insight.Pages.Components;

/// <summary>Parts of pages without a browser: somebody is signed in, reads English, and nothing calls the API.</summary>
internal sealed class ComponentWorld : BunitContext
{
    public ComponentWorld()
    {
        Services.AddSingleton<AuthenticationStateProvider>(new SignedIn());
        Services.AddSingleton(provider =>
            new ConsoleApi(provider.GetRequiredService<AuthenticationStateProvider>(), api: null!)); // Nothing calls it.
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(Options.Create(new GatewayOptions()));
    }

    private sealed class SignedIn : AuthenticationStateProvider
    {
        private static readonly Visit Visit = new(
            "secret",
            new KnownKey { KeyId = null, AccountId = Caller.DefaultAccount, AccountName = "default" },
            DateTimeOffset.MaxValue,
            new ConsoleLook(ConsoleLook.English, ConsoleLook.Auto),
            Address: null,
            "http",
            default);

        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(Visit.Principal));
    }
}
