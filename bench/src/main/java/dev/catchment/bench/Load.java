package dev.catchment.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * One shape of requests.
 *
 * @param title for the table
 * @param path of the tracking API
 * @param events in each request
 * @param floor events/s that design.md states for the plain file
 * @param cpuTarget CPU-seconds per million events that ingest and its broker may take
 * @param rotated how many sources' keys take turns, request by request; 0: one request is sent over and over
 */
record Load(String title, String path, int events, double floor, double cpuTarget, int rotated) {
    static final Load SINGLE = new Load("single", "/v1/track", 1, 41_000, 60, 0);
    static final Load BATCH = new Load("batches of 20", "/v1/batch", 20, 173_000, 15, 0);

    /** Single events, each request with the next of so many sources' keys. */
    static Load ofSources(int sources) {
        String title = "single, " + (sources == 1 ? "1 source" : sources + " sources");
        return new Load(title, "/v1/track", 1, SINGLE.floor, SINGLE.cpuTarget, sources);
    }

    String body() {
        return events == 1 ? SampleEvents.single(0) : SampleEvents.batch(events);
    }

    /** Value of the Authorization header. */
    static String authorization(int source) {
        byte[] credentials = (Hub.writeKey(source) + ":").getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }
}
