package dev.catchment.ingest;

import java.time.Duration;

/**
 * How many connections the tracking API holds, and how long each may take. All times are looked at once per {@code look},
 * so that much longer they may last.
 *
 * @param connections at the same time; when one more comes, those that have waited longest make room
 * @param idle between two requests, and before the first; longer than the minute for which proxies keep a connection
 * @param head from the first byte of a request line to the end of the header
 * @param body from the end of the header to the end of the body
 * @param answer from the end of the body until the client has taken the answer; longer than the log may take
 */
record ServerLimits(int connections, Duration idle, Duration head, Duration body, Duration answer, Duration look) {
    static final ServerLimits DEFAULT = new ServerLimits(
            10_000,
            Duration.ofSeconds(75),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));
}
