package dev.catchment.delivery.http;

import java.io.IOException;
import java.net.Socket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * A connection that never logs what passes, at no level, because events and secrets do; the client's own does at DEBUG.
 * And it says whether anything has arrived that nobody asked for: read as the next request's answer, it would pass an event
 * off as delivered.
 */
final class QuietConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    private final AnswerParser parser;

    QuietConnection(Http1Config config) {
        this(config, new AnswerParser(config));
    }

    private QuietConnection(Http1Config config, AnswerParser parser) {
        super(config, null, null, null, null, null, _ -> parser);
        this.parser = parser;
    }

    /** Bytes that came with the last answer and do not belong to it. */
    int unread() {
        return parser.unread();
    }

    /** Whether nothing has arrived since the last answer. */
    boolean quiet() throws IOException {
        return unread() == 0 && ensureOpen().getInputStream().available() == 0;
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    /** The deadline of each request is kept elsewhere, so that no timeout needs to be set and reset. */
    @Override
    public void passivate() {}

    @Override
    public void activate() {}
}
