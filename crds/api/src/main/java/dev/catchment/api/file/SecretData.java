package dev.catchment.api.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.schema.SchemaFinding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What a kube-apiserver does to a Secret: stringData goes into data, which is base64. Values are never shown. */
final class SecretData {

    private SecretData() {}

    static List<SchemaFinding> complete(ObjectNode secret) {
        List<SchemaFinding> findings = new ArrayList<>();
        Metadata.texts("data", secret.path("data"), findings);
        Metadata.texts("stringData", secret.path("stringData"), findings);
        if (!findings.isEmpty()) {
            return findings;
        }
        JsonNode given = secret.path("data");
        for (var entry : given.properties()) {
            try {
                Base64.getDecoder().decode(entry.getValue().asText().replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) {
                findings.add(
                        new SchemaFinding("data." + entry.getKey(), "is not base64; plain text goes under stringData"));
            }
        }
        ObjectNode data = given.isObject() ? (ObjectNode) given : secret.putObject("data");
        for (var entry : secret.path("stringData").properties()) {
            byte[] plain = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
            data.put(entry.getKey(), Base64.getEncoder().encodeToString(plain));
        }
        secret.remove("stringData");
        return findings;
    }
}
