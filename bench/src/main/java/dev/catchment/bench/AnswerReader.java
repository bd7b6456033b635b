package dev.catchment.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the answers on one connection, one after the other, as cheaply as a load generator must. */
final class AnswerReader {
    private static final String OK = "HTTP/1.1 200 ";
    private static final String LENGTH = "\r\ncontent-length: ";

    private final InputStream in;
    private final byte[] buffer = new byte[4096];

    AnswerReader(InputStream in) {
        this.in = in;
    }

    /** Blocks until a whole answer is there, which must be a 200; the next one must not have been asked for yet. */
    void next() throws IOException {
        int read = 0;
        while (true) {
            int more = in.read(buffer, read, buffer.length - read);
            if (more <= 0) {
                throw new EOFException("the server closed the connection within an answer");
            }
            read += more;
            String answer = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
            int head = answer.indexOf("\r\n\r\n");
            if (head >= 0) {
                if (!answer.startsWith(OK)) {
                    throw new IOException("no 200: " + answer);
                }
                if (read >= head + 4 + length(answer, head)) {
                    return;
                }
            }
        }
    }

    private static int length(String answer, int head) throws IOException {
        for (int at = answer.indexOf("\r\n"); at >= 0 && at < head; at = answer.indexOf("\r\n", at + 2)) {
            if (answer.regionMatches(true, at, LENGTH, 0, LENGTH.length())) {
                int from = at + LENGTH.length();
                return Integer.parseInt(
                        answer.substring(from, answer.indexOf("\r\n", from)).strip());
            }
        }
        throw new IOException("no Content-Length: " + answer);
    }
}
