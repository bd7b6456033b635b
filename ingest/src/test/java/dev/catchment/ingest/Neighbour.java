package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.util.ArrayList;
import java.util.List;

/** A client that does everything right, and sees to it that others' mistakes do not reach it. */
final class Neighbour implements AutoCloseable {
    private final IngestFixture hub;
    private final Wire wire;
    private final LogWatch log = new LogWatch();
    private final List<String> stored = new ArrayList<>();

    Neighbour(IngestFixture hub) throws Exception {
        this.hub = hub;
        this.wire = new Wire(hub);
    }

    static String event(String messageId) {
        return "{\"userId\":\"u\",\"messageId\":\"" + messageId + "\"}";
    }

    /** Another client has had these stored. */
    void expects(List<String> messageIds) {
        stored.addAll(messageIds);
    }

    /**
     * It is answered, its event is stored beside exactly those that were acknowledged since the last time, and nothing was
     * logged.
     */
    void assertUndisturbed() throws Exception {
        wire.send(Wire.post("/v1/identify", "", event("good")));
        assertThat(wire.answer().orElseThrow().status()).isEqualTo(200);
        stored.add("good");
        List<String> found = hub.messageIds();
        List<String> expected = List.copyOf(stored);
        stored.clear();
        hub.emptyLog(0);
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(log.takeWarnings()).isEmpty();
    }

    /** The answer has the one shape of errors, and shows nothing of what is inside. */
    static void assertRefusal(Wire.Answer answer, String code) throws Exception {
        JsonNode json = ContractJson.EVENTS.readTree(answer.body());
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("code").textValue()).as(answer.body()).isEqualTo(code);
        assertThat(json.get("message").textValue()).isNotBlank();
        assertThat(json.get("error")).isEqualTo(json.get("message"));
        assertThat(answer.body()).doesNotContain("Exception", "\\tat ", "dev.catchment", "helidon", "jackson");
    }

    @Override
    public void close() throws Exception {
        log.close();
        wire.close();
    }
}
