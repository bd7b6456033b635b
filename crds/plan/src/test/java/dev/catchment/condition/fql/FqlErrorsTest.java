package dev.catchment.condition.fql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.catchment.condition.ExpressionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions that are none: where, what is wrong, and what is known there. */
class FqlErrorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Words
                "userId = oops\"                  | 1:14 | the text that begins here has no closing \"",
                "userId = 'oops                   | 1:10 | the text that begins here has no closing '",
                "userId = 'it\\'                  | 1:10 | the text that begins here has no closing '",
                "userId = ‘oops’                  | 1:10 | the character ‘ has no meaning here: texts stand in plain quotes",
                "a == 1                           | 1:3  | FQL has no ==: write =",
                "a <> 1                           | 1:3  | FQL has no <>: write !=",
                "a && b                           | 1:3  | the character & has no meaning here: FQL writes and",
                "properties.größe = 1             | 1:14 | the character ö has no meaning here: in a name, write \\ö",
                "properties.$set = 1              | 1:12 | a name is missing after the dot: in a name, write \\$",
                "😀😀 = 1                         | 1:1  | the character 😀 has no meaning here: in a name, write \\😀",
                "'😀😀' = $                       | 1:8  | the character $ has no meaning here: in a name, write \\$",
                "a = 1;                           | 1:6  | the character ; has no meaning here",
                "# a = 1                          | 1:1  | the character # has no meaning here",
                "a. = 1                           | 1:3  | a name is missing after the dot",
                "a..b = 1                         | 1:3  | a name is missing after the dot",
                "a.                               | 1:3  | a name is missing after the dot",
                ".a = 1                           | 1:1  | the character . has no meaning here",
                "a\\                              | 1:3  | the expression ends after a backslash",
                "a = 5.                           | 1:5  | this is no number",
                "a = 5.0.0                        | 1:5  | this is no number",
                "a = .5                           | 1:5  | the character . has no meaning here",
                "a = -                            | 1:5  | this is no number",
                "a = +-1                          | 1:5  | this is no number",
                "a = 1e5                          | 1:5  | this is no number",
                "a = 0x1F                         | 1:5  | this is no number",
                "a = 12abc                        | 1:5  | this is no number",
                // Sentences
                "a =                              | 1:4  | expected a field such as properties.total, a text in quotes, a number, true, false, null, a list in [], or a function (bool, contains, kebabcase, length, lowercase, match, number, snakecase, string, titlecase, typeof, uppercase), but here is the end of the expression",
                "= 1                              | 1:1  | expected a field such as",
                "a = = 1                          | 1:5  | expected a field such as",
                "and                              | 1:1  | expected a field such as",
                "a and                            | 1:6  | expected a field such as",
                "a and or b                       | 1:7  | expected a field such as",
                "a b                              | 1:3  | expected an operator (=, !=, <, <=, >, >=, in, and, or) or the end, but here is 'b'",
                "a 'b'                            | 1:3  | expected an operator (=, !=, <, <=, >, >=, in, and, or) or the end, but here is the text 'b'",
                "a = 1 1                          | 1:7  | expected an operator",
                "a = 1)                           | 1:6  | expected an operator",
                "a = b = c                        | 1:7  | comparisons cannot be chained: join two of them with and",
                "1 < a < 5                        | 1:7  | comparisons cannot be chained",
                "a in b in c                      | 1:8  | comparisons cannot be chained",
                "!                                | 1:2  | expected a field such as",
                "!a = 'b'                         | 1:1  | ! negates only what follows it directly: write !( … = … )",
                "!a in ['b']                      | 1:1  | ! negates only what follows it directly: write !( … in … )",
                "! and a                          | 1:3  | expected a field such as",
                "a ! = b                          | 1:3  | expected an operator",
                "(a = 1                           | 1:1  | the ( that stands here has no closing )",
                "a = 1 and (b = 2 or (c = 3)      | 1:11 | the ( that stands here has no closing )",
                "()                               | 1:2  | expected a field such as",
                "(a, b)                           | 1:3  | expected =, !=, <, <=, >, >=, in, and, or or ), but here is ','",
                "a in [1, 2                       | 1:6  | the [ that stands here has no closing ]",
                "a in [1 2]                       | 1:9  | expected =, !=, <, <=, >, >=, in, and, or, a comma or ], but here is '2'",
                "a in [1,]                        | 1:9  | expected a field such as",
                "a in [,1]                        | 1:7  | expected a field such as",
                "a in [1)                         | 1:8  | expected",
                "a in ]                           | 1:6  | expected a field such as",
                "in [1]                           | 1:1  | expected a field such as",
                "a not in [1]                     | 1:3  | FQL has no not: write !( … )",
                "not a                            | 1:5  | expected an operator",
                "not(a)                           | 1:1  | there is no function 'not': write ! for it",
                "a AND b                          | 1:3  | FQL's words are written in lower case: write and",
                "a In [1]                         | 1:3  | FQL's words are written in lower case: write in",
                "event contains 'x'               | 1:7  | contains is a function: write contains( … , … )",
                "event LENGTH 5                   | 1:7  | length is a function: write length( … )",
                // What is read as a field and certainly not meant so
                "a = TRUE                         | 1:5  | FQL's words are written in lower case: write true, or \\TRUE for a field of that name",
                "a != Null                        | 1:6  | FQL's words are written in lower case: write null, or \\Null for a field of that name",
                "event.properties.a = 1           | 1:1  | in FQL, event is the name of a track call; a field is written without it: properties.a",
                // Functions
                "startsWith(event, 'a')           | 1:1  | there is no function 'startsWith'; known here: bool, contains, kebabcase, length, lowercase, match, number, snakecase, string, titlecase, typeof, uppercase",
                "Contains(event, 'a')             | 1:1  | there is no function 'Contains'; known here: bool",
                "a.contains('b')                  | 1:1  | there is no function 'a.contains'",
                "contains(event)                  | 1:1  | contains() takes two values, not 1",
                "contains(event, 'a', 'b')        | 1:1  | contains() takes two values, not 3",
                "length() = 0                     | 1:1  | length() takes one value, not 0",
                "length(a, b) = 0                 | 1:1  | length() takes one value, not 2",
                "contains(event, 'a'              | 1:9  | the ( that stands here has no closing )",
                "contains(event 'a')              | 1:16 | expected =, !=, <, <=, >, >=, in, and, or, a comma or ), but here is the text 'a'",
                "contains(, 'a')                  | 1:10 | expected a field such as",
                "match(event, 'a[')               | 1:14 | the pattern 'a[' cannot be used: a [ has no closing ]",
                "match(event, '[a-]')             | 1:14 | the pattern '[a-]' cannot be used: between [ and ], ] stands only after a backslash or at the end",
                "match(event, '[-a]')             | 1:14 | the pattern '[-a]' cannot be used: between [ and ], - stands only after a backslash or between two characters",
                "match(event, '[]')               | 1:14 | the pattern '[]' cannot be used: between [ and ], ] stands only after a backslash or at the end",
                "match(event, 'a\\')              | 1:14 | the text that begins here has no closing '",
                "match(event, 'a\\\\')            | 1:14 | the pattern 'a\\\\' cannot be used: it ends after a backslash",
                // What is neither true nor false
                "'track'                          | 1:1  | this gives a string, which is neither true nor false",
                "5                                | 1:1  | this gives a number, which is neither true nor false",
                "[true]                           | 1:1  | this gives a list, which is neither true nor false",
                "length(userId)                   | 1:1  | this gives a number, which is neither true nor false",
                "a and lowercase(b)               | 1:7  | this gives a string, which is neither true nor false",
                "typeof(a) or b                   | 1:1  | this gives a string, which is neither true nor false",
                "!(!5)                            | 1:4  | this gives a number, which is neither true nor false",
                "a = 1 and (b and 'c')            | 1:18 | this gives a string, which is neither true nor false",
                "a in 'abc'                       | 1:6  | in needs a list on its right side, and this gives a string",
                "a in length(b)                   | 1:6  | in needs a list on its right side, and this gives a number",
                "a in (b = c)                     | 1:6  | in needs a list on its right side, and this gives a bool",
            })
    void saysWhereAndWhat(String fql, String position, String message) {
        // When
        ExpressionException refusal = catchThrowableOfType(ExpressionException.class, () -> FqlExpression.compile(fql));

        // Then
        assertThat(refusal).hasMessageStartingWith(position + ": ").hasMessageContaining(message);
        assertThat(refusal.line() + ":" + refusal.column()).isEqualTo(position);
    }

    @Test
    void charactersWithoutAMeaningAreShown() {
        assertThatThrownBy(() -> FqlExpression.compile("a || b"))
                .hasMessage("1:3: the character | has no meaning here: FQL writes or");
        assertThatThrownBy(() -> FqlExpression.compile("`a` = 1"))
                .hasMessage("1:1: the character ` has no meaning here: in a name, write \\`");
        assertThatThrownBy(() -> FqlExpression.compile("a = 1\u00a0"))
                .hasMessage("1:6: the character U+00A0 has no meaning here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t ", "\r\n"})
    void emptyExpressionsSayWhatIsKnown(String fql) {
        assertThatThrownBy(() -> FqlExpression.compile(fql))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("the expression is empty; known here: a field such as properties.total");
    }

    @Test
    void positionsCountLinesAndCharacters() {
        assertThatThrownBy(() -> FqlExpression.compile("type = 'track' and\r\n  '😀\n' = 'x' and $"))
                .hasMessageStartingWith("3:13: ");
        assertThatThrownBy(() -> FqlExpression.compile("type = 'track'\n\nand")).hasMessageStartingWith("3:4: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "[", "length(", "a = (", "a in [", "!("})
    void nestingIsBounded(String opening) throws ExpressionException {
        // Given
        int opened = opening.length() - opening.replaceAll("[(\\[!]", "").length();
        String closing = opening.contains("[") ? "]" : opening.contains("(") ? ")" : "";
        int deepest = Parser.MAX_DEPTH / opened;

        // When
        // Then
        assertThatThrownBy(() -> FqlExpression.compile(nested(opening, "a", closing, deepest + 1)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("more than 100 brackets, lists, functions and ! within each other");
        assertThatThrownBy(() -> FqlExpression.compile(opening.repeat(5000 / opening.length())))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("within each other");
        if (opening.equals("(") || opening.equals("!") || opening.equals("!(")) {
            FqlExpression.compile(nested(opening, "a", closing, deepest));
        }
    }

    private static String nested(String opening, String inner, String closing, int times) {
        return opening.repeat(times) + inner + closing.repeat(times);
    }

    @Test
    void lengthIsBoundedInBytes() {
        String longest = "a = '" + "x".repeat(FqlExpression.MAX_BYTES - 6) + "'";
        assertThatCode(() -> FqlExpression.compile(longest)).doesNotThrowAnyException();
        assertThatThrownBy(() -> FqlExpression.compile(longest + " "))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("1:1: the expression has 5121 bytes, and FQL may have 5120: write several filters, or CEL");
        assertThatThrownBy(() -> FqlExpression.compile("a = '" + "ア".repeat(2000) + "'"))
                .hasMessageContaining("the expression has 6006 bytes");
    }

    @Test
    void aListOfAsManyAsFitIsFine() throws Exception {
        FqlExpression.compile("a in [1" + ",1".repeat(2500) + "]");
        FqlExpression.compile("a" + " or a".repeat(1000));
    }
}
