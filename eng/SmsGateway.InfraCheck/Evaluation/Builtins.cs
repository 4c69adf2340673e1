using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>Bicep's own functions, as far as they can be computed without Azure; the others keep their call as text.</summary>
internal static class Builtins
{
    private delegate Value? Function(Position at, IReadOnlyList<Value> arguments);

    private static readonly Dictionary<string, Function> Computed = new()
    {
        ["any"] = (_, a) => a[0],
        ["array"] = (at, a) => a[0] as ArrayValue ?? new ArrayValue(at, [a[0]]),
        ["bool"] = (at, a) => a[0].Known() is { } text ? new BoolValue(at, text is "true" or "True" or "1") : null,
        ["coalesce"] = (at, a) => a.FirstOrDefault(value => value is not NullValue) is { } first and not UnknownValue ? first : null,
        ["concat"] = Concat,
        ["contains"] = Contains,
        ["empty"] = Empty,
        ["endsWith"] = (at, a) => Both(a, (text, end) => new BoolValue(at, text.EndsWith(end, StringComparison.OrdinalIgnoreCase))),
        ["filter"] = Filter,
        ["first"] = (at, a) => a[0] is ArrayValue { Items: [var first, ..] } ? first : null,
        ["flatten"] = (at, a) => a[0] is ArrayValue outer && outer.Items.All(item => item is ArrayValue)
            ? new ArrayValue(at, [.. outer.Items.SelectMany(item => ((ArrayValue)item).Items)], outer.IsOpen || outer.Items.Any(item => ((ArrayValue)item).IsOpen))
            : null,
        ["format"] = (at, a) => a[0].Known() is { } text ? Format(at, text, a) : null,
        ["int"] = (at, a) => a[0] is IntValue ? a[0] : long.TryParse(a[0].Known(), out var number) ? new IntValue(at, number) : null,
        ["items"] = (at, a) => a[0] is ObjectValue known ? Items(at, known) : null,
        ["join"] = (at, a) => a[0] is ArrayValue { IsOpen: false } list
            ? ExpressionEvaluator.Join(at, [.. list.Items.SelectMany((item, i) => i == 0 ? [item] : new[] { a[1], item })])
            : null,
        ["json"] = (at, a) => a[0].Known() is { } text ? JsonValues.Read(at, text, null) : null,
        ["last"] = (at, a) => a[0] is ArrayValue { IsOpen: false, Items: [.., var last] } ? last : null,
        ["length"] = Length,
        ["map"] = (at, a) => a[0] is ArrayValue list && a[1] is LambdaValue each
            ? list with { Items = [.. list.Items.Select((item, i) => each.Call([item, new IntValue(at, i)]))] }
            : null,
        ["mapValues"] = (at, a) => a[0] is ObjectValue known && a[1] is LambdaValue each
            ? known with { Members = [.. known.Members.Select(member => member with { Value = each.Call([member.Value]) })] }
            : null,
        ["max"] = (at, a) => a.All(value => value is IntValue) ? a.MaxBy(value => ((IntValue)value).Number) : null,
        ["min"] = (at, a) => a.All(value => value is IntValue) ? a.MinBy(value => ((IntValue)value).Number) : null,
        ["objectKeys"] = (at, a) => a[0] is ObjectValue known ? new ArrayValue(at, [.. known.Members.Select(member => Key(member))], known.IsOpen) : null,
        ["range"] = (at, a) => a is [IntValue from, IntValue { Number: >= 0 and < 10_000 } count]
            ? new ArrayValue(at, [.. Enumerable.Range(0, (int)count.Number).Select(i => new IntValue(at, from.Number + i))])
            : null,
        // Its default is what there is on this machine; without one the value is somebody else's.
        ["readEnvironmentVariable"] = (at, a) => a.Count == 2 ? a[1] : null,
        ["reduce"] = (at, a) => a[0] is ArrayValue { IsOpen: false } list && a[2] is LambdaValue next
            ? list.Items.Aggregate(a[1], (sum, item) => next.Call([sum, item]))
            : null,
        ["replace"] = (at, a) => a.All(value => value.Known() is not null) && a[1].Known()!.Length > 0
            ? new TextValue(at, a[0].Known()!.Replace(a[1].Known()!, a[2].Known(), StringComparison.Ordinal))
            : null,
        ["shallowMerge"] = (at, a) => a[0] is ArrayValue list ? list.Items.Aggregate(new ObjectValue(at, [], list.IsOpen), Merge) : null,
        ["sort"] = (at, a) => a[0] is ArrayValue list ? list : null,
        ["split"] = (at, a) => Both(a, (text, by) => new ArrayValue(at, [.. text.Split(by).Select(part => new TextValue(at, part))])),
        ["startsWith"] = (at, a) => Both(a, (text, start) => new BoolValue(at, text.StartsWith(start, StringComparison.OrdinalIgnoreCase))),
        ["string"] = (at, a) => a[0] is TextValue or IntValue or BoolValue ? new TextValue(at, a[0] is BoolValue flag ? (flag.Bool ? "True" : "False") : a[0].Text, a[0] is not TextValue { IsKnown: false }) : null,
        ["substring"] = (at, a) => a[0].Known() is { } text && a[1] is IntValue from && from.Number <= text.Length
            ? new TextValue(at, a is [_, _, IntValue count] && from.Number + count.Number <= text.Length ? text.Substring((int)from.Number, (int)count.Number) : text[(int)from.Number..])
            : null,
        ["take"] = (at, a) => Slice(at, a, (length, count) => (0, Math.Min(count, length))),
        ["skip"] = (at, a) => Slice(at, a, (length, count) => (Math.Min(count, length), length)),
        ["toLower"] = (at, a) => a[0].Known() is { } text ? new TextValue(at, text.ToLowerInvariant()) : null,
        ["toUpper"] = (at, a) => a[0].Known() is { } text ? new TextValue(at, text.ToUpperInvariant()) : null,
        ["toObject"] = ToObject,
        ["trim"] = (at, a) => a[0].Known() is { } text ? new TextValue(at, text.Trim()) : null,
        ["union"] = Union,
    };

    /// <summary>Calls a function; one that is not known, or whose arguments are not, is left as it is written.</summary>
    public static Value Call(Position at, string name, IReadOnlyList<Value> arguments)
    {
        var secret = Secrets.IsList(name) ? $"the answer of {name}()" : Values.SecretOf(arguments);
        if (Computed.TryGetValue(name, out var function) && Signatures.Accepts(name, arguments.Count) && function(at, arguments) is { } value)
        {
            return secret is null || value.SecretWithin() is not null ? value : value with { Secret = secret };
        }

        var unknown = Values.Uncomputed(at, name, arguments) with { Secret = secret };
        return Signatures.ReturnsText(name) ? new TextValue(at, unknown.Text, IsKnown: false) { Secret = secret, From = [.. arguments.SelectMany(argument => argument.Sources())] } : unknown;
    }

    /// <summary>The object with one property more, or another value for it.</summary>
    public static ObjectValue With(ObjectValue target, Member member) =>
        target with { Members = [.. target.Members.Where(other => other.Key != member.Key), member] };

    /// <summary>What a spread does: later properties replace earlier ones.</summary>
    public static ObjectValue Merge(ObjectValue target, Value more) => more switch
    {
        ObjectValue known => known.Members.Aggregate(target, With) with { IsOpen = target.IsOpen || known.IsOpen },
        NullValue => target,
        _ => target with { IsOpen = true },
    };

    private static Value? Union(Position at, IReadOnlyList<Value> arguments)
    {
        if (arguments.All(argument => argument is ArrayValue))
        {
            var items = arguments.SelectMany(argument => ((ArrayValue)argument).Items).DistinctBy(item => item.Text);
            return new ArrayValue(at, [.. items], arguments.Any(argument => ((ArrayValue)argument).IsOpen));
        }

        return arguments.Any(argument => argument is ObjectValue)
            ? arguments.SelectMany(argument => argument.Possible()).Aggregate(new ObjectValue(at, []), MergeDeep)
            : null;
    }

    private static ObjectValue MergeDeep(ObjectValue target, Value more) => more is not ObjectValue known
        ? Merge(target, more)
        : known.Members.Aggregate(target, (result, member) => With(
            result,
            result[member.Key] is ObjectValue before && member.Value is ObjectValue after ? member with { Value = MergeDeep(before, after) } : member))
        with
        { IsOpen = target.IsOpen || known.IsOpen };

    private static Value? Concat(Position at, IReadOnlyList<Value> arguments) => arguments.All(argument => argument is ArrayValue)
        ? new ArrayValue(at, [.. arguments.SelectMany(argument => ((ArrayValue)argument).Items)], arguments.Any(argument => ((ArrayValue)argument).IsOpen))
        : arguments.Any(argument => argument is ArrayValue) ? null : ExpressionEvaluator.Join(at, arguments);

    private static BoolValue? Contains(Position at, IReadOnlyList<Value> arguments) => (arguments[0], arguments[1]) switch
    {
        (ObjectValue known, TextValue { IsKnown: true } key) when !known.IsOpen || known[key.Content] is not null => new BoolValue(at, known[key.Content] is not null),
        (ArrayValue { IsOpen: false } list, _) => new BoolValue(at, list.Items.Any(item => item.Text == arguments[1].Text)),
        (TextValue { IsKnown: true } text, TextValue { IsKnown: true } part) => new BoolValue(at, text.Content.Contains(part.Content, StringComparison.Ordinal)),
        _ => null,
    };

    private static BoolValue? Empty(Position at, IReadOnlyList<Value> arguments) => arguments[0] switch
    {
        NullValue => new BoolValue(at, true),
        TextValue { IsKnown: true } text => new BoolValue(at, text.Content.Length == 0),
        ArrayValue { IsOpen: false } or ArrayValue { Items.Count: > 0 } => new BoolValue(at, ((ArrayValue)arguments[0]).Items.Count == 0),
        ObjectValue { IsOpen: false } or ObjectValue { Members.Count: > 0 } => new BoolValue(at, ((ObjectValue)arguments[0]).Members.Count == 0),
        _ => null,
    };

    private static IntValue? Length(Position at, IReadOnlyList<Value> arguments) => arguments[0] switch
    {
        TextValue { IsKnown: true } text => new IntValue(at, text.Content.Length),
        ArrayValue { IsOpen: false } list => new IntValue(at, list.Items.Count),
        ObjectValue { IsOpen: false } known => new IntValue(at, known.Members.Count),
        _ => null,
    };

    private static ArrayValue? Filter(Position at, IReadOnlyList<Value> arguments)
    {
        if (arguments[0] is not ArrayValue list || arguments[1] is not LambdaValue keep)
        {
            return null;
        }

        var judged = list.Items.Select(item => (Item: item, Keep: keep.Call([item]))).ToList();
        return new ArrayValue(
            at,
            [.. judged.Where(pair => pair.Keep is not BoolValue { Bool: false }).Select(pair => pair.Item)],
            list.IsOpen || judged.Any(pair => pair.Keep is not BoolValue));
    }

    private static ArrayValue Items(Position at, ObjectValue known) => new(
        at,
        [.. known.Members.Select(member => new ObjectValue(member.KeyAt, [new Member(member.KeyAt, "key", Key(member)), new Member(member.KeyAt, "value", member.Value)]))],
        known.IsOpen);

    private static TextValue Key(Member member) => new(member.KeyAt, member.Key, member.IsKeyKnown);

    private static ObjectValue? ToObject(Position at, IReadOnlyList<Value> arguments)
    {
        if (arguments[0] is not ArrayValue list || arguments[1] is not LambdaValue key)
        {
            return null;
        }

        return list.Items.Aggregate(new ObjectValue(at, [], list.IsOpen), (result, item) =>
        {
            var name = key.Call([item]);
            var value = arguments.Count > 2 && arguments[2] is LambdaValue map ? map.Call([item]) : item;
            return With(result, new Member(name.At, name.Text, value, name.Known() is not null));
        });
    }

    private static TextValue Format(Position at, string text, IReadOnlyList<Value> arguments)
    {
        var filled = arguments.Skip(1).Select((value, i) => (value, i))
            .Aggregate(text, (result, pair) => result.Replace($"{{{pair.i}}}", pair.value.Text, StringComparison.Ordinal));
        return ExpressionEvaluator.Join(at, [.. arguments.Skip(1)]) with { Content = filled };
    }

    private static Value? Both(IReadOnlyList<Value> arguments, Func<string, string, Value> compute) =>
        arguments[0].Known() is { } first && arguments[1].Known() is { } second ? compute(first, second) : null;

    private static Value? Slice(Position at, IReadOnlyList<Value> arguments, Func<int, int, (int From, int To)> bounds)
    {
        if (arguments[1] is not IntValue { Number: >= 0 and <= int.MaxValue } count)
        {
            return null;
        }

        switch (arguments[0])
        {
            case TextValue { IsKnown: true } text:
                var cut = bounds(text.Content.Length, (int)count.Number);
                return new TextValue(at, text.Content[cut.From..cut.To]);
            case ArrayValue { IsOpen: false } list:
                var part = bounds(list.Items.Count, (int)count.Number);
                return new ArrayValue(at, [.. list.Items.Take(part.To).Skip(part.From)]);
            default:
                return null;
        }
    }
}
