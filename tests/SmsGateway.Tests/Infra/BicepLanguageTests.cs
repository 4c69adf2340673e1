using SmsGateway.InfraCheck;
using SmsGateway.InfraCheck.Bicep;
using SmsGateway.InfraCheck.Evaluation;
using Xunit;

namespace SmsGateway.Tests.Infra;

public sealed class BicepLanguageTests
{
    [Theory]
    [InlineData("1 + 2 * 3 - 4", "3")]
    [InlineData("(1 + 2) * 3 % 5", "4")]
    [InlineData("!false && 1 < 2 || 'a' == 'b'", "true")]
    [InlineData("'A' =~ 'a' && 'A' !~ 'b'", "true")]
    [InlineData("null ?? 'other'", "other")]
    [InlineData("true\n  ? 'yes'\n  : 'no'", "yes")]
    [InlineData("'${1}-${'inner ${'most'}'}'", "1-inner most")]
    [InlineData("'it\\'s \\u{41} \\$ \\\\'", "it's A $ \\")]
    [InlineData("'''\nplain ${text}\n  'quoted' '''", "plain ${text}\n  'quoted' ")]
    [InlineData("$'''{${1 + 1}}'''", "{2}")]
    [InlineData("{ a: 1, 'b c': 2 }['b c']", "2")]
    [InlineData("{ a: { b: 3 } }.?a.?b", "3")]
    [InlineData("{ a: 1 }.?none.?further", "null")]
    [InlineData("[1, 2, 3][1]", "2")]
    [InlineData("[\n  1\n  ...[2, 3]\n]", "[1, 2, 3]")]
    [InlineData("{ ...{ a: 1, b: 1 }, b: 2 }", "{a: 1, b: 2}")]
    [InlineData("map(range(1, 3), n => n * n)", "[1, 4, 9]")]
    [InlineData("map(['a', 'b'], (text, i) => '${text}${i}')", "[a0, b1]")]
    [InlineData("reduce([1, 2, 3], 0, (sum, n) => sum + n)", "6")]
    [InlineData("filter([1, 2, 3], n => n > 1)", "[2, 3]")]
    [InlineData("toObject(items({ a: 1 }), pair => 'x_${pair.key}', pair => pair.value)", "{x_a: 1}")]
    [InlineData("union({ a: { b: 1 } }, { a: { c: 2 } })", "{a: {b: 1, c: 2}}")]
    [InlineData("join(split('a,b', ','), '-')", "a-b")]
    [InlineData("toUpper(take(replace('hello', 'l', 'L'), 4))", "HELL")]
    [InlineData("format('{0}/{1}', 'a', 2)", "a/2")]
    [InlineData("contains({ a: 1 }, 'a') && !empty([1]) && length('four') == 4", "true")]
    [InlineData("[for i in range(0, 2): i * 10]", "[0, 10]")]
    [InlineData("[for (word, i) in ['a']: {\n  name: word\n  at: i\n}]", "[{name: a, at: 0}]")]
    [InlineData("first(flatten([[1], [2]]))", "1")]
    [InlineData("sys.concat('a', az.resourceGroup().id)", "a<resourceGroup().id>")]
    [InlineData("uniqueString('a') == uniqueString('a')", "true")]
    [InlineData("uniqueString(resourceGroup().id)", "<uniqueString(<resourceGroup().id>)>")]
    public void An_expression_comes_to_its_value(string expression, string expected)
    {
        var file = Parser.Parse("m", "m", $"var value = {expression}\n");
        var run = new Run(new SourceFiles(InfraCopy.Source, new Findings()), new Findings());
        var module = new ModuleEvaluation(run, file, new ModuleInstance { Name = "", IsDeployed = true }, new Dictionary<string, Member>());

        Assert.Equal(expected, module.Lookup("value", default).Text);
        Assert.Empty(run.Findings.All);
    }

    [Theory]
    [InlineData("param a string =\n", "m:1:17: expected a value, found the end of the line")]
    [InlineData("var a = 'open\n", "m:1:9: this string does not end on its line")]
    [InlineData("var a = [\n  1,\n  2\n]\n", "m:2:5: expected the next item")]
    [InlineData("var a = 1 +\n  2\n", "m:1:12: expected a value, found the end of the line")]
    [InlineData("var a = f(1,)\n", "m:1:13: expected another argument after the comma")]
    [InlineData("var a = { b: 1 b: 2 }\n", "m:1:16: expected a comma, the end of the line or '}', found 'b'")]
    [InlineData("var a = { b: 1, b: 2 }\n", "m:1:17: property 'b' is already there")]
    [InlineData("var a = 1\nvar a = 2\n", "m:2:5: 'a' is already declared")]
    [InlineData("var a = true ? 1\n", "m:1:17: expected ':' of the condition's other case")]
    [InlineData("var a = '\\q'\n", "m:1:10: unknown escape")]
    [InlineData("var a = '${1'\n", "m:1:13: this string does not end on its line")]
    [InlineData("resource a 'x/y@1' {\n}\n", "m:1:20: expected '=', found '{'")]
    [InlineData("@secure() param a string\n", "m:1:11: expected the end of the line after a decorator")]
    [InlineData("module a '${b}' = {\n}\n", "m:1:10: the module's path cannot hold ${}")]
    [InlineData("var a = 1 var b = 2\n", "m:1:11: expected the end of the line, found 'var'")]
    [InlineData("var a = ^\n", "m:1:9: unexpected character '^'")]
    [InlineData("/* open", "m:1:1: this comment does not end")]
    public void A_file_that_is_not_Bicep(string text, string expected)
    {
        var mistake = Assert.Throws<BicepException>(() => Parser.Parse("m", "m", text));

        Assert.StartsWith(expected, $"{mistake.At}: {mistake.Message}", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_statement_there_is()
    {
        var file = Parser.Parse("m", "m", """
            // A comment.
            #disable-next-line no-unused-params
            targetScope = 'subscription'
            metadata owner = 'us'
            import { a, b as c } from 'shared.bicep'
            import * as all from 'shared.bicep'
            @export()
            type size = 'small' | 'large'
            type shape = {
              @description('sides')
              sides: int?
              names: string[]
              *: (bool | null)
            }
            type pair = [string, 1 | 2]
            @description('''
              more than one line
            ''')
            @allowed(['x', 'y'])
            param x string = 'x'
            param y resourceInput<'a/b@1'>.name
            param z shape?
            func twice(n int) int => n * 2
            var v string = 'typed'
            resource one 'a/b@1' existing = if (x == 'x') {
              name: 'one'
              resource two 'c' = [for n in [1]: if (n > 0) {
                name: '${n}'
              }]
            }
            module m 'br/public:some/module:1.0' = [
              for n in [1]: { name: 'm' }
            ]
            output o int = twice(1)
            assert yes = true
            """);

        Assert.Equal(
            ["targetScope", "metadata", "a", "c", "all", "size", "shape", "pair", "x", "y", "z", "twice", "v", "one", "m", "o", "assert"],
            file.Declarations.Select(declaration => declaration is OtherDeclaration other ? other.Keyword : declaration.Name));
    }

    [Theory]
    [InlineData("param idle string = ''\n", "main.bicep:1:7: 'idle' is used nowhere")]
    [InlineData("output a string = toLowr('A')\n", "main.bicep:1:19: there is no function 'toLowr'; did you mean 'toLower'?")]
    [InlineData("output a string = replace('A')\n", "main.bicep:1:19: replace takes 3 arguments, not 1")]
    [InlineData("output a int = 'text'\n", "main.bicep:1:8: output 'a' must be of type int, and is 'text'")]
    [InlineData("var a = b\nvar b = a\n", "main.bicep:2:9: 'a' refers to itself")]
    [InlineData("output a string = loadTextContent('none.txt')\n", "main.bicep:1:19: there is no file 'none.txt'")]
    [InlineData("@maxValue(3)\nparam a int = 4\noutput b int = a\n", "parameter 'a' is above its @maxValue, 3")]
    [InlineData("@secure()\nparam a string = 'hunter2'\nvar b = a\n", "secure parameter 'a' has its secret written down as default")]
    [InlineData("module a 'main.bicep' = {\n}\n", "infra/main.bicep uses itself")]
    [InlineData("module a 'other.bicep' = {\n  parms: {}\n}\n", "a module has no 'parms'; did you mean 'params'?")]
    [InlineData("import { nothing } from 'other.bicep'\noutput a string = nothing\n", "infra/other.bicep exports no 'nothing'")]
    public void A_mistake_of_names_or_types(string main, string expected)
    {
        var findings = BicepFixture.Check(main, ("other.bicep", "output a string = 'b'\n"));

        Assert.Contains(findings.All, finding => finding.ToString().Contains(expected, StringComparison.Ordinal));
    }
}
