package dev.catchment.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A write as kube-apiserver saw it.
 *
 * @param user who asked; of an impersonation, the impersonated one
 * @param verb create, update, patch or delete
 * @param resource plural, with the subresource after a slash
 * @param code the HTTP status it was answered with
 */
public record AuditedWrite(String user, String verb, String resource, String namespace, String name, int code) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<AuditedWrite> read(Path log) throws IOException {
        List<AuditedWrite> writes = new ArrayList<>();
        if (Files.exists(log)) {
            for (String line : Files.readAllLines(log)) {
                JsonNode event = JSON.readTree(line);
                JsonNode object = event.path("objectRef");
                String subresource = object.path("subresource").asText();
                JsonNode impersonated = event.path("impersonatedUser").path("username");
                writes.add(new AuditedWrite(
                        impersonated.isMissingNode()
                                ? event.path("user").path("username").asText()
                                : impersonated.asText(),
                        event.path("verb").asText(),
                        object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                        object.path("namespace").asText(),
                        object.path("name").asText(),
                        event.path("responseStatus").path("code").asInt()));
            }
        }
        return writes;
    }
}
