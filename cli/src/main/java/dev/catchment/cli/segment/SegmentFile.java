package dev.catchment.cli.segment;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Segment destination as the file gives it.
 *
 * @param destination name of the action destination, such as {@code mixpanel}
 * @param unknown members of the file that nobody knows
 */
record SegmentFile(
        String destination,
        ObjectNode settings,
        ObjectNode oauth,
        ObjectNode env,
        List<Subscription> subscriptions,
        List<String> unknown) {
    static final int MAX_BYTES = 8 << 20;
    static final int MAX_DEPTH = 100;
    private static final int MAX_SUBSCRIPTIONS = 100;

    private static final Set<String> KNOWN = Set.of("destination", "settings", "oauth", "env", "subscriptions");
    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_BYTES)
                            .maxNameLength(MAX_BYTES)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    static SegmentFile read(Path file) throws IOException, UnreadableException {
        if (Files.size(file) > MAX_BYTES) {
            throw new UnreadableException(file + " is larger than " + (MAX_BYTES >> 20) + " MiB: no destination is");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            JsonNode root = JSON.readTree(bytes);
            return of(file.toString(), root);
        } catch (StreamConstraintsException e) {
            throw new UnreadableException(place(file, e.getLocation()) + "is nested more deeply than " + MAX_DEPTH
                    + " levels or holds a number of more than 100 digits: no mapping needs that");
        } catch (JacksonException e) {
            // Jackson's message may quote the file, and with it a secret.
            throw new UnreadableException(place(file, e.getLocation()) + "is no JSON: "
                    + (bytes.length == 0 ? "the file is empty" : "look at the text just before this place"));
        }
    }

    private static String place(Path file, JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? file + ": "
                : file + ":" + location.getLineNr() + ":" + location.getColumnNr() + ": ";
    }

    private static SegmentFile of(String file, JsonNode root) throws UnreadableException {
        if (!(root instanceof ObjectNode object)) {
            throw new UnreadableException(
                    file + " must hold one JSON object with destination, settings and subscriptions");
        }
        HalfSurrogates.refuse(file, object);
        JsonNode destination = object.path("destination");
        if (!destination.isTextual() || destination.textValue().isBlank()) {
            throw new UnreadableException(
                    file + ": $.destination must be the name of Segment's destination, such as \"mixpanel\"");
        }
        List<String> unknown = new ArrayList<>();
        object.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name) && !name.startsWith("_")) {
                unknown.add(name);
            }
        });
        return new SegmentFile(
                destination.textValue().strip(),
                object(file, object, "settings"),
                object(file, object, "oauth"),
                object(file, object, "env"),
                subscriptions(file, object.path("subscriptions")),
                unknown);
    }

    private static ObjectNode object(String file, ObjectNode root, String name) throws UnreadableException {
        JsonNode value = root.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new UnreadableException(file + ": $." + name + " must be an object");
    }

    private static List<Subscription> subscriptions(String file, JsonNode list) throws UnreadableException {
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!(list instanceof ArrayNode array)) {
            throw new UnreadableException(file + ": $.subscriptions must be a list");
        }
        if (array.size() > MAX_SUBSCRIPTIONS) {
            throw new UnreadableException(file + ": $.subscriptions has " + array.size()
                    + " elements; a Destination takes " + MAX_SUBSCRIPTIONS + " mappings: split the file");
        }
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            subscriptions.add(Subscription.read(file, JsonPath.element("$.subscriptions", i), array.get(i)));
        }
        return subscriptions;
    }

    /** OAuth data as some exports have it: among the settings. */
    Map<String, ObjectNode> oauthByPlace() {
        return settings.path("oauth") instanceof ObjectNode inside
                ? Map.of("$.oauth", oauth, "$.settings.oauth", inside)
                : Map.of("$.oauth", oauth);
    }
}
