package dev.catchment.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import java.util.Map;

/**
 * What a tool answered.
 *
 * @param headers by their names in lower case
 * @param body as text; its beginning, if it is long
 */
public record Reply(int status, Map<String, String> headers, String body) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** As expressions see it: status, headers, body (JSON, else null) and text. */
    ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put(Scope.STATUS, (long) status);
        ObjectNode named = answer.putObject(Scope.HEADERS);
        headers.forEach(named::put);
        answer.put(Scope.TEXT, body);
        try {
            JsonNode read = ContractJson.EVENTS.readTree(body);
            answer.set(Scope.BODY, read.isMissingNode() ? NullNode.getInstance() : read);
        } catch (JsonProcessingException e) {
            answer.putNull(Scope.BODY);
        }
        return answer;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Headers and body may hold what must not be seen. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
