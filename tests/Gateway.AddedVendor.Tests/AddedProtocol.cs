using System.Runtime.CompilerServices;
using Gateway.AddedVendor.Tests.Pigeon;
using Gateway.Vendors;

namespace Gateway.AddedVendor.Tests;

internal static class AddedProtocol
{
    /// <summary>The one line. All else of the protocol stands in its folder, and nothing of it in src.</summary>
    [ModuleInitializer]
    internal static void Add() => VendorProtocols.Add(new PigeonProtocol());
}
