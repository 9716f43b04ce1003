using System.Text.Json;
using Gateway.Platform.Bodies;
using Gateway.Vendors;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Gateway.Platform.OpenApi;

/// <summary>
/// Protocols stand in the document as their names, whatever else their class has; what is one or many has no name, so
/// that clients take its elements.
/// </summary>
internal sealed class NamedProtocols(JsonSerializerOptions options) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver _others = new(options);

    /// <summary>A protocol is an object, so that it gets a schema of its own; <see cref="DescribeSchemas"/> fills it.</summary>
    public DataContract GetDataContractForType(Type type) =>
        type == typeof(VendorProtocol) ? DataContract.ForObject(type, [])
        : type.IsDefined(typeof(OneOrManyAttribute), inherit: false) ? DataContract.ForDynamic(type)
        : _others.GetDataContractForType(type);
}
