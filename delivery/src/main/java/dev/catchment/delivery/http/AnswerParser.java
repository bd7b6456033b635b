package dev.catchment.delivery.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/** Takes no head for whole that its connection cut off, and knows what has arrived and was not read. */
final class AnswerParser extends DefaultHttpResponseParser {
    private @Nullable SessionInputBuffer buffer;

    AnswerParser(Http1Config config) {
        super(config);
    }

    @Override
    public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
            throws IOException, HttpException {
        this.buffer = buffer;
        Watched watched = new Watched(in);
        ClassicHttpResponse head = super.parse(buffer, watched);
        if (head != null && watched.ended) {
            throw new ConnectionClosedException("the answer's head ended early");
        }
        return head;
    }

    int unread() {
        return buffer == null ? 0 : buffer.length();
    }

    private static final class Watched extends FilterInputStream {
        private boolean ended;

        private Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = in.read(bytes, from, length);
            ended |= read < 0;
            return read;
        }
    }
}
