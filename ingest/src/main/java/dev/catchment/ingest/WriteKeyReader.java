package dev.catchment.ingest;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Finds the write key outside of the body. SDKs write it in Basic authorization with and without the colon. */
final class WriteKeyReader {
    private static final String BASIC = "basic ";

    private WriteKeyReader() {}

    /** The user name of Basic authorization. Another scheme, or what is not Base64, is as good as none. */
    static Optional<String> basic(ServerRequest request) {
        return request.headers().first(HeaderNames.AUTHORIZATION).flatMap(WriteKeyReader::basic);
    }

    static Optional<String> basic(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            String credentials = new String(decoded, StandardCharsets.UTF_8);
            int colon = credentials.indexOf(':');
            return present(colon < 0 ? credentials : credentials.substring(0, colon));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<String> query(ServerRequest request) {
        return QueryString.first(request.query().rawValue(), "writeKey").flatMap(WriteKeyReader::present);
    }

    static Optional<String> present(String key) {
        String stripped = key.strip();
        return stripped.isEmpty() ? Optional.empty() : Optional.of(stripped);
    }
}
