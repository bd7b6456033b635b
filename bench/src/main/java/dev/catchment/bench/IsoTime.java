package dev.catchment.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Times as composed events carry them: {@code 2026-01-02T03:04:05.678Z}. */
final class IsoTime {
    private static final int LENGTH = 24;

    private IsoTime() {}

    /** Since the epoch. */
    static long milliseconds(byte[] bytes, int from) {
        return Instant.parse(new String(bytes, from, LENGTH, StandardCharsets.US_ASCII))
                .toEpochMilli();
    }
}
