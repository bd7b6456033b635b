package dev.catchment.ingest;

import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the web server reads of one connection: the bytes of the socket, cut where a head and a body end, so that it is
 * known at any time how long the client has been at what. A client whose request is malformed gets an answer, and the
 * connection is not read any further.
 *
 * <p>Helidon has one timeout per read, which a client that sends one byte a minute never meets. Here {@link Connections}
 * looks at the clock of each connection now and then, and the reading thread waits without a timeout: on a virtual thread
 * a timeout of each read costs an ingest under load a seventh of its events per second.
 */
final class RequestBytes implements Supplier<byte[]> {
    /** A head in more pieces than this only serves to use up memory: each piece is held on its own. */
    private static final int HEAD_PIECES = 512;

    private static final byte[] NONE = {};
    /** Matched bytes of CR LF CR LF. */
    private static final int END_OF_HEAD = 4;

    /** What the client is at. */
    enum Phase {
        IDLE,
        HEAD,
        BODY,
        /** The request is read; its answer is made or written. */
        ANSWER,
        BROKEN,
        /** Another thread ends the connection. */
        OVERDUE
    }

    private final Supplier<byte @Nullable []> socket;
    private final ServerLimits limits;
    /** Read, and not yet given away. */
    private byte[] held = NONE;

    private int matched;
    private int pieces;
    private long left;
    private @Nullable ChunkedBody chunks;
    /** As the reading thread knows it. */
    private Phase reading = Phase.IDLE;

    private volatile boolean answered;
    /** As everybody knows it; guarded by this, as is {@link #since}. */
    private Phase phase = Phase.IDLE;
    /** Of {@link System#nanoTime()}. */
    private long since = System.nanoTime();

    /** @param socket blocks until there are bytes; null at the end */
    RequestBytes(Supplier<byte @Nullable []> socket, ServerLimits limits) {
        this.socket = socket;
        this.limits = limits;
    }

    /** For any thread. */
    synchronized Phase phase() {
        return phase;
    }

    /** Since the phase began, for any thread. */
    synchronized Duration lasts() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Something is written: whoever ends the connection now must not write another answer. */
    void answered() {
        answered = true;
    }

    boolean isAnswered() {
        return answered;
    }

    /**
     * Ends a phase that lasts longer than it may, for any thread; whoever calls it then ends the connection. The reading
     * thread finds out when it reads on or has read enough.
     *
     * @return the phase; null if it is in time
     */
    synchronized @Nullable Phase expire() {
        if (lasts().compareTo(limit(phase)) <= 0) {
            return null;
        }
        Phase was = phase;
        phase = Phase.OVERDUE;
        since = System.nanoTime();
        return was;
    }

    private Duration limit(Phase of) {
        return switch (of) {
            case IDLE -> limits.idle();
            case HEAD -> limits.head();
            case BODY -> limits.body();
            case ANSWER, BROKEN, OVERDUE -> limits.answer();
        };
    }

    /** The head is read, and no body follows. */
    void noBody() {
        enter(Phase.ANSWER);
    }

    /** The head is read, and a body of this many bytes follows. */
    void body(long length) {
        left = length;
        chunks = null;
        enter(length == 0 ? Phase.ANSWER : Phase.BODY);
    }

    /** The head is read, and a body in the chunked coding follows. */
    void chunkedBody() {
        chunks = new ChunkedBody();
        enter(Phase.BODY);
    }

    @Override
    public byte[] get() {
        return switch (reading) {
            case IDLE, HEAD -> head();
            case ANSWER -> {
                matched = 0;
                pieces = 0;
                answered = false;
                enter(Phase.IDLE);
                yield head();
            }
            case BODY -> chunks == null ? sized() : chunked(chunks);
            case BROKEN, OVERDUE -> throw new CloseConnectionException("nothing more can be read of this connection");
        };
    }

    private byte[] head() {
        if (matched == END_OF_HEAD) {
            throw new IllegalStateException("the web server reads on behind the end of a head");
        }
        byte[] bytes = next();
        if (reading == Phase.IDLE) {
            enter(Phase.HEAD);
        }
        if (++pieces > HEAD_PIECES) {
            throw refused("its head comes in more than " + HEAD_PIECES + " pieces");
        }
        int end = 0;
        while (end < bytes.length && matched < END_OF_HEAD) {
            byte b = bytes[end++];
            boolean odd = matched % 2 == 1;
            matched = odd && b == '\n' ? matched + 1 : b == '\r' ? (odd ? 1 : matched + 1) : 0;
        }
        return first(bytes, end);
    }

    private byte[] sized() {
        byte[] bytes = next();
        byte[] given = first(bytes, (int) Math.min(left, bytes.length));
        left -= given.length;
        if (left == 0) {
            enter(Phase.ANSWER);
        }
        return given;
    }

    private byte[] chunked(ChunkedBody body) {
        try {
            while (true) {
                byte[] bytes = next();
                ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 32);
                first(bytes, body.read(bytes, out));
                if (body.ended()) {
                    enter(Phase.ANSWER);
                }
                if (out.size() > 0) {
                    return out.toByteArray();
                }
            }
        } catch (BrokenBodyException e) {
            enter(Phase.BROKEN);
            throw e;
        }
    }

    /** The first bytes; the others are held. */
    private byte[] first(byte[] bytes, int end) {
        if (end == bytes.length) {
            return bytes;
        }
        held = Arrays.copyOfRange(bytes, end, bytes.length);
        return Arrays.copyOf(bytes, end);
    }

    private byte[] next() {
        byte[] bytes = held;
        if (bytes.length > 0) {
            held = NONE;
            return bytes;
        }
        try {
            bytes = socket.get();
        } catch (UncheckedIOException e) {
            throw phase() == Phase.OVERDUE ? overdue() : new ServerConnectionException("the connection failed", e);
        }
        if (bytes == null) {
            throw ended();
        }
        return bytes;
    }

    private RuntimeException ended() {
        boolean inBody = reading == Phase.BODY;
        enter(Phase.BROKEN);
        return inBody
                ? new BrokenBodyException(Reason.BAD_REQUEST, "the body ends early")
                : new CloseConnectionException("the client has closed the connection");
    }

    private RequestException refused(String problem) {
        enter(Phase.BROKEN);
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(Status.create(Status.BAD_REQUEST_400.code(), problem))
                .setKeepAlive(false)
                .message(problem)
                .build();
    }

    private synchronized void enter(Phase next) {
        if (phase == Phase.OVERDUE) {
            throw overdue();
        }
        phase = next;
        since = System.nanoTime();
        reading = next;
    }

    /** A body is refused, so that it is counted whose it was; its client has its answer already. */
    private RuntimeException overdue() {
        boolean inBody = reading == Phase.BODY;
        reading = Phase.OVERDUE;
        return inBody
                ? new BrokenBodyException(Reason.REQUEST_TIMEOUT, "the body did not arrive in time")
                : new CloseConnectionException("the client took too long");
    }
}
