package dev.catchment.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChunkedBodyPropertyTest {
    @Property(tries = 500)
    void howeverABodyIsCutIntoChunksAndPiecesItIsTheSame(
            @ForAll @Size(max = 300) byte[] body,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 40) Integer> chunks,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 40) Integer> pieces) {
        // Given
        byte[] wire = chunked(body, chunks);
        ChunkedBody reader = new ChunkedBody();
        ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
        byte[] more = Arrays.copyOf(wire, wire.length + 7);

        // When
        int at = 0;
        for (int i = 0; !reader.ended(); i++) {
            int end = Math.min(more.length, at + pieces.get(i % pieces.size()));
            at += reader.read(Arrays.copyOfRange(more, at, end), rewritten);
        }

        // Then
        assertThat(at).isEqualTo(wire.length);
        ChunkedBody again = new ChunkedBody();
        assertThat(again.read(rewritten.toByteArray(), new ByteArrayOutputStream()))
                .isEqualTo(rewritten.size());
        assertThat(again.ended()).isTrue();
        assertThat(data(rewritten.toByteArray())).isEqualTo(body);
    }

    private static byte[] chunked(byte[] body, List<Integer> sizes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (int i = 0; at < body.length; i++) {
            int length = Math.min(sizes.get(i % sizes.size()), body.length - at);
            out.writeBytes((Integer.toHexString(length) + (length % 2 == 0 ? ";a=b" : "") + "\r\n").getBytes(US_ASCII));
            out.write(body, at, length);
            out.writeBytes("\r\n".getBytes(US_ASCII));
            at += length;
        }
        out.writeBytes("0\r\n\r\n".getBytes(US_ASCII));
        return out.toByteArray();
    }

    /** What well-formed chunks without extensions hold. */
    private static byte[] data(byte[] chunks) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = at;
            while (chunks[end] != '\r') {
                end++;
            }
            int length = Integer.parseInt(new String(chunks, at, end - at, US_ASCII), 16);
            if (length == 0) {
                return data.toByteArray();
            }
            data.write(chunks, end + 2, length);
            at = end + 2 + length + 2;
        }
    }
}
