package dev.catchment.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the receiver got it.
 *
 * @param headers as they came, several values of one name in their order
 * @param bytes length of the body
 * @param body null: it is no JSON
 */
record ReceivedRequest(
        String method,
        String path,
        Map<String, List<String>> headers,
        int bytes,
        @Nullable JsonNode body) {

    static ReceivedRequest of(String method, String path, Map<String, List<String>> headers, byte[] body) {
        JsonNode tree;
        try {
            tree = ContractJson.EVENTS.readTree(body);
        } catch (IOException e) {
            tree = null;
        }
        return new ReceivedRequest(method, path, headers, body.length, tree);
    }

    boolean isBatch() {
        return body != null && body.isArray();
    }

    /** Its events: one, those of an array, or none. */
    List<JsonNode> events() {
        if (body == null) {
            return List.of();
        }
        if (body.isArray()) {
            return body.valueStream().toList();
        }
        return body.isObject() ? List.of(body) : List.of();
    }
}
