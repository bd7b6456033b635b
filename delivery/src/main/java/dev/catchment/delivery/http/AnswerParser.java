package dev.catchment.delivery.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/** Knows what has arrived on its connection and was not read. */
final class AnswerParser extends DefaultHttpResponseParser {
    private @Nullable SessionInputBuffer buffer;

    AnswerParser(Http1Config config) {
        super(config);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        this.buffer = buffer;
        return super.parse(buffer, in);
    }

    int unread() {
        return buffer == null ? 0 : buffer.length();
    }
}
