using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Gateway.Platform.Settings;

internal static class SettingsModule
{
    /// <summary>Binds a section and checks it when the process starts. Faults are told in the words of the options class alone.</summary>
    public static OptionsBuilder<T> AddSection<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>, Annotations<T>>();
        return services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }

    /// <summary>Checks all settings now. Answers the faults, one line each; none means that the process can start.</summary>
    public static IReadOnlyList<string> FindSettingsFaults(this IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException invalid)
        {
            return [.. invalid.Failures];
        }
        catch (AggregateException many)
        {
            // Settings that build on others repeat their faults.
            return [.. many.InnerExceptions.SelectMany(fault => fault is OptionsValidationException invalid ? invalid.Failures : [fault.Message]).Distinct()];
        }
        catch (InvalidOperationException unreadable)
        {
            // The binder: an unknown key, or text where a number belongs.
            return [unreadable.InnerException is { } inner ? $"{unreadable.Message} {inner.Message}" : unreadable.Message];
        }
    }

    private sealed class Annotations<T> : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var faults = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(faults.Select(fault => fault.ErrorMessage ?? "A setting is wrong."));
        }
    }
}
