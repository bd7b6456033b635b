package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Types and destinations for tests, in YAML. */
public final class Types {
    private static final YAMLMapper YAML = new YAMLMapper();
    static final AccessTokens NO_TOKENS =
            AccessTokens.shown(new AccessToken(Secret.of("token"), JsonNodeFactory.instance.objectNode()));

    private Types() {}

    public static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TypeDocument type(String spec) {
        return new TypeDocument("tool", "1", List.of("Tool"), yaml(spec));
    }

    static OutgoingRequest firstRequest(DestinationProgram program, List<Payload> batch, Instant attempt)
            throws RefusedException {
        try {
            return program.begin(batch).next(attempt, NO_TOKENS);
        } catch (TokenException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public static DestinationDocument destination(String config) {
        return destination(config, Selection.everything(), true, 1, List.of());
    }

    public static DestinationDocument destination(
            String config,
            Selection sources,
            boolean enabled,
            int batchEvents,
            List<DestinationDocument.Mapping> mappings) {
        return new DestinationDocument(
                "crm",
                "uid",
                "tool",
                "1",
                Map.of(),
                enabled,
                false,
                null,
                sources,
                yaml(config),
                null,
                List.of(),
                mappings,
                new DestinationDocument.Delivery(
                        86_400, 30_000, 1, null, DestinationDocument.Ordering.NONE, batchEvents, 1 << 20),
                null);
    }

    /** A type with one action {@code act} of one request, run by a preset on every event. */
    static TypeDocument oneAction(String fields, String request) {
        return type("version: '1'\n"
                + "config: {properties: {url: {type: string}, n: {type: integer, default: 7}, "
                + "token: {type: string, secret: true}}}\n"
                + "actions:\n  act:\n    fields: " + fields + "\n    requests: [" + request + "]\n"
                + "presets: [{name: all, when: {cel: 'true'}, action: act}]\n");
    }

    /** @param secrets names and values in turn */
    static DestinationProgram program(String fields, String request, String... secrets) throws MappingException {
        Map<String, Secret> byName = new HashMap<>();
        for (int i = 0; i < secrets.length; i += 2) {
            byName.put(secrets[i], Secret.of(secrets[i + 1]));
        }
        return DestinationProgram.compile(
                oneAction(fields, request), destination("{url: 'https://tool.example'}"), byName);
    }
}
