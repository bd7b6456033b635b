package dev.catchment.delivery.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one HTTP/1.1 answer (RFC 9112): keeps the beginning of the body, reads a little more so that the connection can
 * be used again, and gives a connection up whose answer is longer or ends in doubt.
 */
final class HttpAnswerReader {
    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_DRAINED = 256 * 1024;

    private final InputStream in;
    private final Clock clock;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
    private int headBytes;
    private long bodyBytes;

    HttpAnswerReader(InputStream in, Clock clock) {
        this.in = in;
        this.clock = clock;
    }

    HttpAnswer read() throws IOException {
        String statusLine = line();
        int status = status(statusLine);
        Map<String, String> headers = headers();
        while (status >= 100 && status < 200) {
            if (status == 101) {
                throw new IOException("the server switches protocols unasked");
            }
            statusLine = line();
            status = status(statusLine);
            headers = headers();
        }
        boolean delimited = body(status, headers);
        boolean reusable = delimited
                && statusLine.startsWith("HTTP/1.1")
                && !headers.getOrDefault("connection", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("close")
                && in.available() == 0;
        Optional<String> retryAfter = Optional.ofNullable(headers.get("retry-after"));
        return new HttpAnswer(
                new Answer.Response(
                        status,
                        kept.toString(StandardCharsets.UTF_8),
                        retryAfter.flatMap(value -> RetryAfter.parse(value, clock.instant()))),
                reusable);
    }

    private static int status(String line) throws IOException {
        boolean wellFormed = line.startsWith("HTTP/1.")
                && line.length() >= 12
                && line.charAt(8) == ' '
                && line.chars().skip(9).limit(3).allMatch(c -> c >= '0' && c <= '9');
        if (!wellFormed) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                String value = line.substring(colon + 1).strip();
                String before = headers.putIfAbsent(name, value);
                if (before != null && name.equals("content-length") && !before.equals(value)) {
                    throw new IOException("the answer has two lengths");
                }
            }
        }
        return headers;
    }

    /** Reads the body; whether its end is known, and so the place where the next answer begins. */
    private boolean body(int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304) {
            return true;
        }
        String coding = headers.get("transfer-encoding");
        if (coding != null) {
            boolean chunked = coding.strip().equalsIgnoreCase("chunked");
            return (chunked && !headers.containsKey("content-length")) ? chunks() : toTheEnd();
        }
        String length = headers.get("content-length");
        if (length == null) {
            return toTheEnd();
        }
        return take(number(length, 10));
    }

    private boolean chunks() throws IOException {
        while (true) {
            String size = line();
            int end = size.indexOf(';');
            long length = number((end < 0 ? size : size.substring(0, end)).strip(), 16);
            if (length == 0) {
                headers(); // trailers
                return true;
            }
            if (!take(length)) {
                return false;
            }
            if (!line().isEmpty()) {
                throw new IOException("a chunk of the answer has another length than it says");
            }
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0 && text.charAt(0) != '+') {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("the answer's length is no number", e);
        }
        throw new IOException("the answer's length is no number");
    }

    private boolean toTheEnd() throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0 && bodyBytes < MAX_DRAINED; read = in.read(buffer)) {
            keep(buffer, read);
        }
        return false;
    }

    /** False if it is too long to be read. */
    private boolean take(long length) throws IOException {
        byte[] buffer = new byte[(int) Math.min(8192, Math.max(1, length))];
        long left = length;
        while (left > 0) {
            if (bodyBytes >= MAX_DRAINED) {
                return false;
            }
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the answer ended early");
            }
            keep(buffer, read);
            left -= read;
        }
        return true;
    }

    private void keep(byte[] buffer, int length) {
        bodyBytes += length;
        kept.write(buffer, 0, Math.min(length, Math.max(0, Outbound.MAX_ANSWER - kept.size())));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the connection was closed without an answer");
            }
            if (++headBytes > MAX_HEAD) {
                throw new IOException("the answer's head is longer than " + MAX_HEAD + " bytes");
            }
            if (c == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            line.append((char) c);
        }
    }
}
