package dev.catchment.e2e;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * An HTTP/1.1 request or answer, byte by byte.
 *
 * @param head first line and headers, with the empty line
 * @param wire what follows the head, chunk sizes included
 * @param body what follows the head, without chunk sizes
 */
record HttpMessage(String head, byte[] wire, byte[] body) {

    /** The next one; empty if the other side has ended the connection in front of it. */
    static Optional<HttpMessage> read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            String line = line(in);
            if (line.isEmpty() && text.isEmpty()) {
                return Optional.empty();
            }
            head.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            text = head.toString(StandardCharsets.ISO_8859_1);
        }
        HttpMessage empty = new HttpMessage(text, new byte[0], new byte[0]);
        if (empty.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return Optional.of(chunked(text, in));
        }
        String length = empty.header("Content-Length");
        byte[] body = exactly(in, length.isEmpty() ? 0 : Integer.parseInt(length));
        return Optional.of(new HttpMessage(text, body, body));
    }

    private static HttpMessage chunked(String head, InputStream in) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            String line = line(in);
            size = Integer.parseInt(line.strip(), 16);
            byte[] chunk = exactly(in, size);
            body.writeBytes(chunk);
            wire.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            wire.writeBytes(chunk);
            wire.writeBytes(exactly(in, 2));
        } while (size > 0);
        return new HttpMessage(head, wire.toByteArray(), body.toByteArray());
    }

    /** Through the line feed; shorter at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        do {
            next = in.read();
            if (next >= 0) {
                line.write(next);
            }
        } while (next >= 0 && next != '\n');
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the message is cut off");
        }
        return bytes;
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(wire);
        return all.toByteArray();
    }

    /** Empty if it is not there. */
    String header(String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** The body, unpacked. */
    byte[] content() throws IOException {
        if (!header("Content-Encoding").equalsIgnoreCase("gzip")) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        }
    }
}
