package dev.catchment.delivery.http;

import dev.catchment.mapping.OutgoingRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;

/**
 * One HTTP/1.1 connection; requests one after the other, the answer read to its end before the next. Blocking, so that
 * an interrupt of its virtual thread ends it.
 */
final class HttpConnection implements AutoCloseable {
    /** What the connection decides itself. */
    private static final Set<String> OWN =
            Set.of("host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer");

    private final Socket socket;
    private final BufferedInputStream in;
    private final OutputStream out;
    private final Origin origin;
    private final Clock clock;
    private long idleSince;
    private boolean used;
    private boolean answering;

    HttpConnection(Socket socket, Origin origin, Clock clock) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 8192);
        this.out = socket.getOutputStream();
        this.origin = origin;
        this.clock = clock;
    }

    Origin origin() {
        return origin;
    }

    /** Whether a request was made on it before. */
    boolean used() {
        return used;
    }

    /** Whether the beginning of an answer to the last request has arrived. */
    boolean answering() {
        return answering;
    }

    HttpAnswer exchange(OutgoingRequest request) throws IOException {
        answering = false;
        used = true;
        out.write(head(request));
        if (request.body().length > 0) {
            out.write(request.body());
        }
        out.flush();
        in.mark(1);
        if (in.read() >= 0) {
            answering = true;
            in.reset();
        }
        return new HttpAnswerReader(in, clock).read();
    }

    private byte[] head(OutgoingRequest request) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        line(head, request.method() + ' ' + target(request.url()) + " HTTP/1.1");
        line(head, "Host: " + origin.authority());
        request.headers().forEach((name, value) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                line(head, name + ": " + value);
            }
        });
        boolean agent = request.headers().keySet().stream().anyMatch("user-agent"::equalsIgnoreCase);
        if (!agent) {
            line(head, "User-Agent: catchment");
        }
        line(head, "Content-Length: " + request.body().length);
        line(head, "");
        return head.toByteArray();
    }

    /** Headers were checked when they were rendered: this is the last look, not the first. */
    private static void line(ByteArrayOutputStream head, String line) {
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a header with a line break");
        }
        head.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
        head.write('\r');
        head.write('\n');
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + '?' + url.getRawQuery();
    }

    void idle(long nanos) {
        idleSince = nanos;
    }

    long idleSince() {
        return idleSince;
    }

    /** Looks whether the other side has closed it: nothing may come while it is idle. */
    boolean quiet() {
        try {
            int before = socket.getSoTimeout();
            socket.setSoTimeout(1);
            try {
                in.mark(1);
                in.read();
                return false;
            } catch (SocketTimeoutException e) {
                socket.setSoTimeout(before);
                return true;
            }
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is read from it any more.
        }
    }
}
