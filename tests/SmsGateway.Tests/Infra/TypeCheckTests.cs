using Xunit;

namespace SmsGateway.Tests.Infra;

public sealed class TypeCheckTests
{
    private const string Right = """
        param isBlue bool = false

        resource box 'Test.Things/boxes@2024-01-01' = {
          name: 'boxes'
          location: resourceGroup().location
          tags: { owner: 'me', any: 'thing' }
          properties: {
            colour: isBlue ? 'Blue' : 'Red'
            label: 'anything'
            isOpen: true
            inner: [for word in ['Red', 'Blue']: { colour: word }]
          }

          resource lid 'lids' = {
            name: 'flat'
            thickness: 3
          }
        }

        output address string = box.properties.address
        output lid string = box::lid.id
        """;

    [Fact]
    public void A_body_that_is_as_its_definition_says()
    {
        var findings = BicepFixture.Check(Right);

        Assert.Empty(findings.All);
        Assert.Empty(findings.Uncovered);
    }

    [Theory]
    [InlineData("colour: isBlue", "color: isBlue", "main.bicep:8:5: Test.Things/boxes: there is no 'properties.color'; did you mean 'colour'?")]
    [InlineData("{ colour: word }", "{ colours: word }", "main.bicep:11:44: Test.Things/boxes: there is no 'properties.inner[].colours'; did you mean 'colour'?")]
    [InlineData("2024-01-01", "2024-01-02", "main.bicep:3:14: Test.Things/boxes has no API version '2024-01-02'; did you mean '2024-01-01'?")]
    [InlineData("'Blue' : 'Red'", "'Green' : 'Red'", "main.bicep:8:22: Test.Things/boxes: 'properties.colour' may not be 'Green'; there are Blue, Red")]
    [InlineData("['Red', 'Blue']", "['Red', 'red']", "Test.Things/boxes: 'properties.inner[].colour' may not be 'red'; did you mean 'Red'?")]
    [InlineData("['Red', 'Blue']", "['Red', 'Blue', 'Red']", "'properties.inner' must have at most 2 items")]
    [InlineData("isOpen: true", "isOpen: 'true'", "main.bicep:10:13: Test.Things/boxes: 'properties.isOpen' must be true or false")]
    [InlineData("isOpen: true", "isOpen: resourceGroup().location", "'properties.isOpen' must be true or false")]
    [InlineData("isOpen: true", "address: 'x'", "Test.Things/boxes: 'properties.address' can only be read")]
    [InlineData("'anything'", "7", "'properties.label' must be a string")]
    [InlineData("'boxes'\n", "'Boxes'\n", "'name' must have the form")]
    [InlineData("'boxes'\n", "'bo'\n", "'name' must have at least 3 characters")]
    [InlineData("  location: resourceGroup().location\n", "", "Test.Things/boxes: 'location' is required")]
    [InlineData("'flat'", "'square'", "Test.Things/boxes/lids: 'name' may not be 'square'; there are flat, round")]
    [InlineData("thickness: 3", "radius: 3", "Test.Things/boxes/lids: there is no 'radius'")]
    [InlineData("thickness: 3", "thickness: 10", "'thickness' must be at most 9")]
    [InlineData("box.properties.address", "box.properties.adress", "main.bicep:20:40: Test.Things/boxes has no property 'properties.adress'; did you mean 'address'?")]
    [InlineData("owner: 'me'", "owner: 1", "'tags.owner' must be a string")]
    public void A_body_that_is_not(string before, string after, string expected)
    {
        Assert.Contains(before, Right, StringComparison.Ordinal);

        var findings = BicepFixture.Check(Right.Replace(before, after, StringComparison.Ordinal));

        Assert.Contains(findings.All, finding => finding.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Test.Things/boxes@2024-01-01", "Test.Things/bags@2024-01-01", "Test.Things/bags: the definitions do not know this type")]
    [InlineData("Test.Things/boxes@2024-01-01", "Test.Things/boxes@2023-01-01", "Test.Things/boxes@2023-01-01: the definitions hold no body for this version")]
    [InlineData("name: 'boxes'", "name: uniqueString(resourceGroup().id)", "Test.Things/boxes: values known to Azure only: name")]
    public void What_is_not_covered_is_named(string before, string after, string expected)
    {
        var findings = BicepFixture.Check(Right.Replace(before, after, StringComparison.Ordinal));

        Assert.Contains(findings.Uncovered, line => line.Contains(expected, StringComparison.Ordinal));
    }
}
