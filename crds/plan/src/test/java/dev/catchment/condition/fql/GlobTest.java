package dev.catchment.condition.fql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.condition.ConditionException;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "abc         | abc        | true",
                "abc         | abcd       | false",
                "``          | ``         | true",
                "``          | a          | false",
                "*           | ``         | true",
                "**          | abc        | true",
                "*c          | abc        | true",
                "*b          | abc        | false",
                "a*          | a          | true",
                "a*          | ab/c       | true",
                "a*a         | a          | false",
                "ab*ba       | aba        | false",
                "*ab*ab*     | abab       | true",
                "*ab*ab*     | aab        | false",
                "a*/b        | a/c/b      | true",
                "a*b*c*/f    | axbxcx/f   | true",
                "a*b?c*x     | abxbbxdbxebxczzx | true",
                "a*b?c*x     | abxbbxdbxebxczzy | false",
                "a??d        | abcd       | true",
                "?           | ``         | false",
                "a?b         | a/b        | true",
                "a?b         | a☺b        | true",
                "a?b         | a😀b       | true",
                "a??b        | a😀b       | false",
                "*?b         | 😀b        | true",
                "ab[cC]d     | abCd       | true",
                "ab[a-z]d    | abcd       | true",
                "ab[A-Z]d    | abcd       | false",
                "ab[^b-d]    | abc        | false",
                "ab[^e-g]    | abc        | true",
                "a[^a]b      | a😀b       | true",
                "[a-ζ]*      | α          | true",
                "*[a-ζ]      | A          | false",
                "[😀-😂]     | 😁         | true",
                "[z-a]       | b          | false",
                "[*?]        | *          | true",
                "[a^]        | ^          | true",
                "a\\*b       | a*b        | true",
                "a\\*b       | ab         | false",
                "a\\b        | ab         | true",
                "a\\\\b      | a\\b       | true",
                "[\\]a]      | ]          | true",
                "[\\-]       | -          | true",
                "[x\\-]      | z          | false",
                "[a-b\\-c]   | -          | true",
                "]           | ]          | true",
                "a-b         | a-b        | true",
            })
    void fitsTheWholeText(String pattern, String text, boolean fits) throws Exception {
        assertThat(Glob.compile(pattern).matches(text)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[", "[^", "[^bc", "a[", "[]", "[]a]", "[-]", "[-x]", "[x-]", "[x-", "[a-b-c]", "\\", "a\\", "[\\",
                "[a\\"
            })
    void patternsThatSayNothingAreRefused(String pattern) {
        assertThatThrownBy(() -> Glob.compile(pattern)).isInstanceOf(BadPatternException.class);
    }

    @Property
    void doesWhatARegularExpressionDoes(
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'c') String text,
            @ForAll @StringLength(max = 8) @CharRange(from = '>', to = 'c') String raw)
            throws Exception {
        // Given: letters a to c, ? and stars
        String pattern = raw.replaceAll("[^a-c?]", "*");
        String regex = pattern.replace("?", ".").replace("*", ".*");

        // When
        boolean fits = Glob.compile(pattern).matches(text);

        // Then
        assertThat(fits).isEqualTo(Pattern.matches(regex, text));
    }

    @Test
    void halvesOfSurrogatePairsAreCharacters() throws Exception {
        assertThat(Glob.compile("?\ude00?").matches("\ude00\ude00\ud83d")).isTrue();
        assertThat(Glob.compile("*\ud83d").matches("\ud83d\ud83d")).isTrue();
        assertThat(Glob.compile("*\ude00").matches("\ud83d\ude00")).isFalse();
    }

    @Test
    void aPatternThatIsMeantToStallIsStopped() throws Exception {
        // Given
        Glob glob = Glob.compile("*" + "a".repeat(2_000) + "b*");

        // When
        // Then
        assertThatThrownBy(() -> glob.matches("a".repeat(500_000)))
                .isInstanceOf(ConditionException.class)
                .hasMessage("match() takes more than 5000000 steps on this text");
    }
}
