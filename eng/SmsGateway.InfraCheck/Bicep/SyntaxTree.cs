namespace SmsGateway.InfraCheck.Bicep;

/// <summary>Walking through expressions.</summary>
internal static class SyntaxTree
{
    /// <summary>The expressions directly in this one; with a resource's body also the bodies of the resources in it.</summary>
    public static IEnumerable<Expression> Children(this Expression expression) => expression switch
    {
        TextExpression text => text.Parts,
        ArrayExpression array => array.Items,
        ObjectExpression body =>
        [
            .. body.Properties.SelectMany(property => property.Key is null ? new[] { property.Value } : [property.Key, property.Value]),
            .. body.Children.Select(child => child.Body),
        ],
        SpreadExpression spread => [spread.Value],
        ForExpression loop => [loop.In, loop.Body],
        IfExpression conditional => [conditional.Condition, conditional.Body],
        TernaryExpression ternary => [ternary.Condition, ternary.Then, ternary.Else],
        BinaryExpression binary => [binary.Left, binary.Right],
        UnaryExpression unary => [unary.Operand],
        CallExpression { Target: { } target } call => [target, .. call.Arguments],
        CallExpression call => call.Arguments,
        MemberExpression member => [member.Target],
        IndexExpression index => [index.Target, index.Index],
        NestedExpression nested => [nested.Target],
        LambdaExpression lambda => [lambda.Body],
        _ => [],
    };
}
