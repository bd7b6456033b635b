package dev.catchment.condition.fql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.condition.ExpressionException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an expression by recursive descent; the loosest operator first:
 *
 * <pre>
 * or         = and { "or" and }
 * and        = not { "and" not }
 * not        = "!" not | comparison         (after "!" only what binds tighter than a comparison)
 * comparison = value [ ( "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "in" ) value ]
 * value      = text | number | "true" | "false" | "null" | path | "(" or ")"
 *            | "[" [ or { "," or } ] "]" | function "(" [ or { "," or } ] ")"
 * </pre>
 */
final class Parser {
    /** Brackets, lists, calls and {@code !} within each other. */
    static final int MAX_DEPTH = 100;

    private static final String VALUES =
            "a field such as properties.total, a text in quotes, a number, true, false, null,"
                    + " a list in [], or a function (" + String.join(", ", Function.words()) + ")";
    private static final String OPERATORS = "=, !=, <, <=, >, >=, in, and, or";

    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** @throws ExpressionException if it does not parse, or gives what is neither true nor false */
    static Node parse(String source) throws ExpressionException {
        Parser parser = new Parser(Lexer.lex(source));
        Token start = parser.peek();
        if (start.kind() == Token.Kind.END) {
            throw start.problem("the expression is empty; known here: " + VALUES);
        }
        Node node = parser.or();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected("an operator (" + OPERATORS + ") or the end");
        }
        return truth(node, start);
    }

    private Node or() throws ExpressionException {
        Token start = peek();
        Node first = and();
        if (!peek().is("or")) {
            return first;
        }
        List<Node> nodes = new ArrayList<>(List.of(truth(first, start)));
        while (peek().is("or")) {
            take();
            Token next = peek();
            nodes.add(truth(and(), next));
        }
        return new Node.Or(nodes);
    }

    private Node and() throws ExpressionException {
        Token start = peek();
        Node first = not();
        if (!peek().is("and")) {
            return first;
        }
        List<Node> nodes = new ArrayList<>(List.of(truth(first, start)));
        while (peek().is("and")) {
            take();
            Token next = peek();
            nodes.add(truth(not(), next));
        }
        return new Node.And(nodes);
    }

    private Node not() throws ExpressionException {
        if (!peek().is("!")) {
            return comparison();
        }
        Token bang = take();
        enter(bang);
        Token start = peek();
        Node node = truth(start.is("!") ? not() : value(), start);
        depth--;
        if (comparing(peek())) {
            throw bang.problem("! negates only what follows it directly: write !( … " + peek().text() + " … )");
        }
        return new Node.Not(node);
    }

    private Node comparison() throws ExpressionException {
        Node left = value();
        Token token = peek();
        if (!comparing(token)) {
            return left;
        }
        take();
        Token start = peek();
        Node right = value();
        if (comparing(peek())) {
            throw peek().problem("comparisons cannot be chained: join two of them with and");
        }
        Optional<Operator> operator = Operator.of(token.text());
        if (operator.isPresent()) {
            return new Node.Comparison(operator.get(), left, right);
        }
        if (right.type() != Type.LIST && right.type() != Type.ANY && right.type() != Type.NULL) {
            throw start.problem("in needs a list on its right side, and this gives "
                    + right.type().withArticle());
        }
        return new Node.In(left, right, where(token));
    }

    private static boolean comparing(Token token) {
        return token.is("in")
                || (token.kind() == Token.Kind.SYMBOL
                        && Operator.of(token.text()).isPresent());
    }

    private Node value() throws ExpressionException {
        Token token = peek();
        switch (token.kind()) {
            case STRING -> {
                take();
                return new Node.Literal(TextNode.valueOf(token.text()));
            }
            case NUMBER -> {
                take();
                return new Node.Literal(number(new BigDecimal(token.text())));
            }
            case PATH -> {
                take();
                return peek().is("(") ? call(token) : path(token);
            }
            default -> {
                return bracketsOrKeyword(token);
            }
        }
    }

    /** A number without decimals is compared quickest as what the event's numbers without decimals are. */
    private static JsonNode number(BigDecimal number) {
        return number.scale() <= 0 && number.precision() <= 18
                ? LongNode.valueOf(number.longValue())
                : DecimalNode.valueOf(number);
    }

    private Node bracketsOrKeyword(Token token) throws ExpressionException {
        switch (token.text()) {
            case "true", "false" -> {
                take();
                return new Node.Literal(BooleanNode.valueOf(token.is("true")));
            }
            case "null" -> {
                take();
                return new Node.Literal(NullNode.instance);
            }
            case "(" -> {
                take();
                enter(token);
                Node inner = or();
                leave(token, ")", OPERATORS);
                return inner;
            }
            case "[" -> {
                take();
                return new Node.Items(list(token, "]"));
            }
            default -> throw unexpected(VALUES);
        }
    }

    private Node call(Token name) throws ExpressionException {
        Function function = name.isName() ? Function.of(name.text()).orElse(null) : null;
        if (function == null) {
            String hint = name.text().equals("not")
                    ? ": write ! for it"
                    : "; known here: " + String.join(", ", Function.words());
            throw name.problem("there is no function '" + name.text() + "'" + hint);
        }
        Token bracket = take();
        List<Token> starts = new ArrayList<>();
        List<Node> arguments = list(bracket, ")", starts);
        if (arguments.size() != function.arity()) {
            throw name.problem(function.word() + "() takes " + (function.arity() == 1 ? "one value" : "two values")
                    + ", not " + arguments.size());
        }
        Glob glob = null;
        if (function == Function.MATCH
                && arguments.getLast() instanceof Node.Literal literal
                && literal.value().isTextual()) {
            glob = glob(literal.value().textValue(), starts.getLast());
        }
        return new Node.Call(function, arguments, where(name), glob);
    }

    private static Glob glob(String pattern, Token start) throws ExpressionException {
        try {
            return Glob.compile(pattern);
        } catch (BadPatternException e) {
            throw start.problem("the pattern " + Printer.quoted(pattern) + " cannot be used: " + e.getMessage());
        }
    }

    private List<Node> list(Token opening, String closing) throws ExpressionException {
        return list(opening, closing, new ArrayList<>());
    }

    /** @param starts where each element begins, added to */
    private List<Node> list(Token opening, String closing, List<Token> starts) throws ExpressionException {
        enter(opening);
        List<Node> nodes = new ArrayList<>();
        if (!peek().is(closing)) {
            starts.add(peek());
            nodes.add(or());
            while (peek().is(",")) {
                take();
                starts.add(peek());
                nodes.add(or());
            }
        }
        leave(opening, closing, OPERATORS + ", a comma");
        return nodes;
    }

    /** What is certainly not meant as a field of the event is refused: such a field is null, so nobody would notice. */
    private static Node path(Token token) throws ExpressionException {
        String first = token.names().getFirst();
        if (token.isName() && token.text().equals(first)) {
            String lower = first.toLowerCase(Locale.ROOT);
            if (Lexer.KEYWORDS.contains(lower)) {
                throw token.problem("FQL's words are written in lower case: write " + lower + ", or \\" + first
                        + " for a field of that name");
            }
        }
        if (token.text().startsWith("event.")) {
            throw token.problem("in FQL, event is the name of a track call; a field is written without it: "
                    + token.text().substring("event.".length()));
        }
        return new Node.Path(token.names());
    }

    /** @return the node, if it can be true or false; null counts as false */
    private static Node truth(Node node, Token start) throws ExpressionException {
        return switch (node.type()) {
            case BOOL, NULL, ANY -> node;
            default ->
                throw start.problem("this gives " + node.type().withArticle() + ", which is neither true nor false");
        };
    }

    private void enter(Token token) throws ExpressionException {
        if (++depth > MAX_DEPTH) {
            throw token.problem("more than " + MAX_DEPTH + " brackets, lists, functions and ! within each other");
        }
    }

    private void leave(Token opening, String closing, String others) throws ExpressionException {
        if (peek().kind() == Token.Kind.END) {
            throw opening.problem("the " + opening.text() + " that stands here has no closing " + closing);
        } else if (!peek().is(closing)) {
            throw unexpected(others + " or " + closing);
        }
        take();
        depth--;
    }

    private ExpressionException unexpected(String expected) {
        Token found = peek();
        String hint = found.isName() ? advice(found.text()) : null;
        return found.problem(hint != null ? hint : "expected " + expected + ", but here is " + found.shown());
    }

    private static @Nullable String advice(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("not")) {
            return "FQL has no not: write !( … )";
        } else if (Lexer.KEYWORDS.contains(lower)) {
            return "FQL's words are written in lower case: write " + lower;
        }
        return Function.of(lower)
                .map(function -> function.word() + " is a function: write " + function.word()
                        + (function.arity() == 1 ? "( … )" : "( … , … )"))
                .orElse(null);
    }

    private static String where(Token token) {
        return token.line() + ":" + token.column() + ": ";
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take() {
        return tokens.get(at++);
    }
}
