using System.Reflection;
using SmsGateway.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Xunit.TestCollectionOrderer(typeof(StartsEarlyOrder))]

namespace SmsGateway.Tests.Support;

/// <summary>
/// On a test class that takes a minute or more, mostly of waiting, and would otherwise be among the last: it is started before
/// the others, so that the suite does not end with one test that runs alone. A few only: started all at once, they would be the
/// heaviest load of the suite.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StartsEarlyAttribute : Attribute;

/// <summary>Puts the collections of <see cref="StartsEarlyAttribute"/> first and leaves the order as it is otherwise.</summary>
public sealed class StartsEarlyOrder : ITestCollectionOrderer
{
    // A class without a collection of its own name is a collection that is called after it.
    private static readonly string[] early =
    [
        .. typeof(StartsEarlyOrder)
            .Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<StartsEarlyAttribute>() is not null)
            .Select(type => $" {type.FullName} "),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(one => early.Any(one.TestCollectionDisplayName.Contains) ? 0 : 1)];
}
