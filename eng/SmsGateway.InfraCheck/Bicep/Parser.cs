namespace SmsGateway.InfraCheck.Bicep;

/// <summary>
/// Reads the language of <c>.bicep</c> and <c>.bicepparam</c> files, as its public documentation describes it. It exists because
/// the compiler is not to be had everywhere that this check runs; the pipeline also runs the compiler.
/// </summary>
internal sealed class Parser
{
    private readonly TokenReader _reader;
    private readonly ExpressionParser _expressions;
    private readonly TypeParser _types;

    private Parser(TokenReader reader)
    {
        _reader = reader;
        _expressions = new ExpressionParser(reader) { Child = () => Resource(Decorators()) };
        _types = new TypeParser(reader, () => Decorators());
    }

    /// <exception cref="BicepException">The file is not Bicep.</exception>
    public static BicepFile Parse(string fullPath, string shownPath, string text)
    {
        var reader = new TokenReader(new Lexer(shownPath, text).Tokens());
        var parser = new Parser(reader);
        var declarations = new List<Declaration>();
        while (reader.SkipNewLines() || reader.Next.Kind != TokenKind.End)
        {
            if (reader.Next.Kind == TokenKind.End)
            {
                break;
            }

            declarations.AddRange(parser.Statement());
            if (reader.Next.Kind is not (TokenKind.NewLine or TokenKind.End))
            {
                throw reader.Unexpected("the end of the line");
            }
        }

        foreach (var twice in declarations.Where(declaration => declaration.Name.Length > 0).GroupBy(KindAndName).Where(group => group.Count() > 1))
        {
            throw new BicepException(twice.Last().At, $"'{twice.Last().Name}' is already declared");
        }

        return new BicepFile(fullPath, shownPath, declarations);
    }

    /// <summary>Outputs have names of their own.</summary>
    private static (bool, string) KindAndName(Declaration declaration) => (declaration is OutputDeclaration, declaration.Name);

    private IEnumerable<Declaration> Statement()
    {
        var decorators = Decorators();
        var keyword = _reader.Next;
        return keyword.Text switch
        {
            _ when keyword.Kind != TokenKind.Name => throw _reader.Unexpected("a statement"),
            "param" => [Parameter(decorators)],
            "var" => [Variable(decorators)],
            "output" => [Output(decorators)],
            "resource" => [Resource(decorators)],
            "module" => [Module(decorators)],
            "type" => [Type(decorators)],
            "func" => [Function(decorators)],
            "import" => Import(),
            "targetScope" or "metadata" or "using" or "extends" or "extension" or "assert" or "provider" => [Other()],
            _ => throw _reader.Unexpected("a statement (param, var, resource, module, output, type, func, import, targetScope, metadata)"),
        };
    }

    private List<CallExpression> Decorators()
    {
        var decorators = new List<CallExpression>();
        while (_reader.TrySymbol("@"))
        {
            decorators.Add(_expressions.Expression() as CallExpression ?? throw _reader.Unexpected("a decorator's call, such as @secure()"));
            if (!_reader.SkipNewLines())
            {
                throw _reader.Unexpected("the end of the line after a decorator");
            }
        }

        return decorators;
    }

    private ParameterDeclaration Parameter(List<CallExpression> decorators)
    {
        var name = Named("param", "the parameter's name");
        var type = _reader.Next.Is("=") || _reader.Next.Kind is TokenKind.NewLine or TokenKind.End ? null : _types.Type();
        var value = _reader.TrySymbol("=") ? _expressions.Expression() : null;
        return new ParameterDeclaration(name.At, name.Text, type, value) { Decorators = decorators };
    }

    private VariableDeclaration Variable(List<CallExpression> decorators)
    {
        var name = Named("var", "the variable's name");
        if (!_reader.Next.Is("="))
        {
            _types.Type();
        }

        _reader.Symbol("=");
        return new VariableDeclaration(name.At, name.Text, _expressions.Expression()) { Decorators = decorators };
    }

    private OutputDeclaration Output(List<CallExpression> decorators)
    {
        var name = Named("output", "the output's name");
        var type = _types.Type();
        _reader.Symbol("=");
        return new OutputDeclaration(name.At, name.Text, type, _expressions.Expression()) { Decorators = decorators };
    }

    private ResourceDeclaration Resource(List<CallExpression> decorators)
    {
        var name = Named("resource", "the resource's symbolic name");
        var type = PlainText("the resource's type");
        var isExisting = _reader.TryName("existing");
        _reader.Symbol("=");
        return new ResourceDeclaration(name.At, name.Text, type.At, type.Text, isExisting, _expressions.Body()) { Decorators = decorators };
    }

    private ModuleDeclaration Module(List<CallExpression> decorators)
    {
        var name = Named("module", "the module's symbolic name");
        var path = PlainText("the module's path");
        _reader.Symbol("=");
        return new ModuleDeclaration(name.At, name.Text, path.At, path.Text, _expressions.Body()) { Decorators = decorators };
    }

    private TypeDeclaration Type(List<CallExpression> decorators)
    {
        var name = Named("type", "the type's name");
        _reader.Symbol("=");
        return new TypeDeclaration(name.At, name.Text, _types.Type()) { Decorators = decorators };
    }

    private FunctionDeclaration Function(List<CallExpression> decorators)
    {
        var name = Named("func", "the function's name");
        _reader.Symbol("(");
        var parameters = _reader.Arguments(")", () =>
        {
            var parameter = _reader.Name("a parameter's name").Text;
            _types.Type();
            return parameter;
        });
        _types.Type();
        _reader.Symbol("=>");
        _reader.SkipNewLines();
        return new FunctionDeclaration(name.At, name.Text, parameters, _expressions.Expression()) { Decorators = decorators };
    }

    private IEnumerable<Declaration> Import()
    {
        _reader.Keyword("import");
        var names = new List<(Position At, string Name, string? Original)>();
        if (_reader.TrySymbol("*"))
        {
            _reader.Keyword("as");
            var name = _reader.Name("a name");
            names.Add((name.At, name.Text, null));
        }
        else
        {
            _reader.Symbol("{");
            names.AddRange(_reader.Lines("}", () =>
            {
                var original = _reader.Name("what to import");
                return (original.At, _reader.TryName("as") ? _reader.Name("its name here").Text : original.Text, (string?)original.Text);
            }));
        }

        _reader.Keyword("from");
        var path = PlainText("the file to import from").Text;
        return names.Select(name => new ImportDeclaration(name.At, name.Name, name.Original, path));
    }

    private OtherDeclaration Other()
    {
        var keyword = _reader.Read();
        if (keyword.Text is "metadata" or "assert")
        {
            _reader.Name("a name");
        }

        _reader.TrySymbol("=");
        var value = _reader.Next.Kind is TokenKind.NewLine or TokenKind.End ? null : _expressions.Expression();
        while (_reader.Next.Kind is not (TokenKind.NewLine or TokenKind.End))
        {
            // "extension x with {...} as y": nothing of it matters here.
            _reader.Read();
        }

        return new OtherDeclaration(keyword.At, keyword.Text, value);
    }

    private Token Named(string keyword, string what)
    {
        _reader.Keyword(keyword);
        return _reader.Name(what);
    }

    private (Position At, string Text) PlainText(string what)
    {
        var token = _reader.Next.Kind == TokenKind.Text ? _reader.Read() : throw _reader.Unexpected($"{what}, a string");
        return (token.At, ExpressionParser.Text(token).Plain ?? throw new BicepException(token.At, $"{what} cannot hold ${{}}"));
    }
}
