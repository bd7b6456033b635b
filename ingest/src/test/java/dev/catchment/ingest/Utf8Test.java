package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8Test {
    @Property(tries = 20_000)
    void itIsAsStrictAsTheJdksDecoder(@ForAll("bytes") byte[] bytes) {
        assertThat(Utf8.invalidAt(bytes) < 0).isEqualTo(decodes(bytes));
    }

    @Property
    void theLengthIsThatOfTheEncodedText(@ForAll String text) {
        // A lone surrogate has no encoding.
        String whole = text.replaceAll("[\\ud800-\\udfff]", "\uD83D\uDE00");
        assertThat(Utf8.length(whole)).isEqualTo(whole.getBytes(StandardCharsets.UTF_8).length);
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Mostly bytes at the edges of what may lead and follow. */
    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.of(
                        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
                        0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF)
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMaxSize(12);
    }
}
