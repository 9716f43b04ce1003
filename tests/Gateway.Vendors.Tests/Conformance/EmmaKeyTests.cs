using FsCheck;
using FsCheck.Fluent;
using Gateway.Vendors.Emma;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Our id in the 20 letters of mt_refkey: no two ids share a key, because each key gives its id back.</summary>
public sealed class EmmaKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 5, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("01930000-0000-7000-8000-000000000000", "!L!wtRDDRxqCqz408m-w")]
    [InlineData("01930000-0000-7000-8000-000000000001", "!L!wtRDDRxqCqz408m-x")]
    [InlineData("01930000-0000-7fff-bfff-ffffffffffff", "!L!wtRDF2rp!-naE_tpb")]
    public void Stays_the_same_for_ever(string id, string key)
    {
        Assert.Equal(key, EmmaKey.Of(Guid.Parse(id)));
        Assert.Equal(Guid.Parse(id), EmmaKey.Find(key));
    }

    [Fact]
    public void Gives_every_id_back()
    {
        var ids = ArbMap.Default.GeneratorFor<Guid>().ArrayOf(16);
        var property = Prop.ForAll(ids.ToArbitrary(), random => random.Select(Version7).All(id => EmmaKey.Find(EmmaKey.Of(id)) == id));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), property);
    }

    [Fact]
    public void Has_a_key_of_20_letters_for_the_first_and_the_last_id_of_its_years()
    {
        foreach (var id in new[] { "01000000-0000-7000-8000-000000000000", "07ffffff-ffff-7fff-bfff-ffffffffffff" }.Select(Guid.Parse))
        {
            Assert.Equal(20, EmmaKey.Of(id).Length);
            Assert.Equal(id, EmmaKey.Find(EmmaKey.Of(id)));
        }
    }

    [Fact]
    public void Sorts_as_the_ids_do()
    {
        var ids = Enumerable.Range(0, 200).Select(i => Guid.CreateVersion7(Now.AddMilliseconds(i * 7))).ToList();

        Assert.Equal(ids.Select(EmmaKey.Of), ids.Select(EmmaKey.Of).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("order 7")]
    [InlineData("A01")]
    [InlineData("0000000000000000000")]
    [InlineData("DEPT-2026-SALES-0001")]
    [InlineData("~~~~~~~~~~~~~~~~~~~~")]
    [InlineData("!L!wtRDDRxqCqz408m- ")]
    [InlineData("!L!wtRDDRxqCqz408m-wY")]
    public void Is_not_seen_in_what_other_programs_write(string? text) => Assert.Null(EmmaKey.Find(text));

    [Fact]
    public void Is_made_of_ids_of_version_7_alone() =>
        Assert.Throws<ArgumentException>(() => EmmaKey.Of(Guid.Parse("01930000-0000-4000-8000-000000000000")));

    /// <summary>With the random bits of any UUID, in the years in which we live.</summary>
    private static Guid Version7(Guid random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[0] = (byte)(1 + (bytes[0] % 7));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
