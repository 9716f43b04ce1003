using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Gateway.Platform.Settings;

internal static class SettingsModule
{
    /// <summary>
    /// Binds a section and checks it when the process starts. Faults are told in the words of the options class alone.
    /// </summary>
    public static OptionsBuilder<T> AddSection<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddKnownSection(section, typeof(T));
        services.AddSingleton<IValidateOptions<T>, Annotations<T>>();
        return services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }

    /// <summary>
    /// Names a section that is bound in another way. Every section must be named on every node, whatever its roles:
    /// settings are the same for all.
    /// </summary>
    public static IServiceCollection AddKnownSection(this IServiceCollection services, string section, Type type) =>
        services.AddSingleton(new KnownSection(section, type));

    /// <summary>
    /// Looks at the names and forms of all settings. Call it when all sections are added and before one is used. What
    /// cannot be used is taken out of the configuration, so that the rest can be checked too; the process ends anyway.
    /// </summary>
    public static void CheckSettings(this WebApplicationBuilder builder)
    {
        var instances = builder.Services.Where(service => !service.IsKeyedService).Select(service => service.ImplementationInstance).ToList();
        var known = instances.OfType<KnownSection>().ToList();
        var sections = new CheckSections(known);
        List<SettingFault> faults =
        [
            .. instances.OfType<SettingFault>(),
            .. new CheckNames(known).Find(builder.Configuration),
            .. sections.Find(builder.Configuration),
            .. CheckAddresses.Find(builder.Configuration),
        ];
        builder.Services.AddSingleton(
            new SettingsForm(faults, [.. sections.FindSingleUnderscores(builder.Configuration)]));
        if (faults.Count == 0)
        {
            return;
        }

        var usable = builder.Configuration.AsEnumerable().Where(pair => !faults.Exists(fault => fault.Covers(pair.Key))).ToList();
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
        builder.Configuration.AddInMemoryCollection(usable);
    }

    /// <summary>
    /// Checks all settings now. Answers the faults, one line each; none means that the process can start.
    /// </summary>
    public static IReadOnlyList<string> FindSettingsFaults(this IServiceProvider services)
    {
        var form = services.GetRequiredService<SettingsForm>().Faults;
        var others = Validate(services).Where(line => !form.Any(fault => fault.Explains(line)));
        return [.. form.Select(fault => fault.Line).Concat(others).Distinct().Order(StringComparer.OrdinalIgnoreCase)];
    }

    private static IEnumerable<string> Validate(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException invalid)
        {
            return invalid.Failures;
        }
        catch (AggregateException many)
        {
            // Settings that build on others repeat their faults.
            return many.InnerExceptions.SelectMany(
                fault => fault is OptionsValidationException invalid ? invalid.Failures : [fault.Message]);
        }
    }

    private sealed class Annotations<T> : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var faults = new List<ValidationResult>();
            var context = new ValidationContext(options);
            if (Validator.TryValidateObject(options, context, faults, validateAllProperties: true))
            {
                return ValidateOptionsResult.Success;
            }

            // The validator asks the object itself only when all attributes are satisfied; people want to hear
            // everything at once.
            var own = options is IValidatableObject validatable ? validatable.Validate(context) : [];
            return ValidateOptionsResult.Fail(
                faults.Concat(own).Select(fault => fault.ErrorMessage ?? "A setting is wrong.").Distinct());
        }
    }
}
