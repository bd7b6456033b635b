package dev.catchment.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.schema.KindSchema;
import dev.catchment.api.v1alpha1.Api;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.pipeline.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The files that an editor needs: {@code catchment.json} for any resource, one file per kind, {@code types/<type>.json}
 * for what a Destination of a type may set, and {@code cases.json} for {@code *.test.yaml}. JSON Schema draft-07, which
 * yaml-language-server knows best; they refer to each other by relative paths only, so they work from any folder or
 * address.
 */
public final class EditorSchemas {
    static final String DIALECT = "http://json-schema.org/draft-07/schema#";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter WRITER = MAPPER.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private final Map<String, DestinationType> types = new TreeMap<>();
    private final Map<String, String> files = new TreeMap<>();

    private EditorSchemas(Collection<DestinationType> types) {
        types.forEach(type -> this.types.put(type.getMetadata().getName(), type));
    }

    /**
     * @param types whose settings are to be known
     * @return text by file name, relative to one folder
     */
    public static Map<String, String> of(Collection<DestinationType> types) {
        EditorSchemas schemas = new EditorSchemas(types);
        KindSchema.kinds().forEach(schemas::kind);
        schemas.types.forEach((name, type) -> schemas.put("types/" + name + ".json", TypeSchema.of(type)));
        schemas.put("catchment.json", schemas.anyResource());
        schemas.put("cases.json", cases());
        return schemas.files;
    }

    private void put(String file, ObjectNode schema) {
        try {
            files.put(file, WRITER.writeValueAsString(schema) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    private static String file(String kind) {
        return kind.toLowerCase(Locale.ROOT) + ".json";
    }

    private void kind(String kind) {
        JsonNode root = KindSchema.of(kind).orElseThrow().root();
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", DIALECT);
        schema.put("$id", file(kind));
        schema.put("title", kind);
        schema.set("description", root.get("description"));
        schema.put("type", "object");
        ArrayNode required =
                schema.putArray("required").add("apiVersion").add("kind").add("metadata");
        root.path("required").forEach(required::add);
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("const", Api.API_VERSION);
        properties.putObject("kind").put("const", kind);
        properties.set("metadata", metadata());
        ObjectNode spec = StructuralSchema.of(root.at("/properties/spec"));
        properties.set("spec", spec);
        properties
                .putObject("status")
                .put("description", root.at("/properties/status/description").asText())
                .put("type", "object");
        schema.put("additionalProperties", false);
        if (kind.equals("Destination")) {
            byType(spec);
        }
        put(file(kind), schema);
    }

    private static ObjectNode metadata() {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("type", "object");
        metadata.putArray("required").add("name");
        ObjectNode properties = metadata.putObject("properties");
        properties.putObject("name").put("type", "string").put("minLength", 1);
        properties.putObject("namespace").put("type", "string");
        for (String map : new String[] {"labels", "annotations"}) {
            properties
                    .putObject(map)
                    .put("type", "object")
                    .putObject("additionalProperties")
                    .put("type", "string");
        }
        return metadata;
    }

    /** A type that is not known here is no mistake: it may be in the cluster. */
    private void byType(ObjectNode spec) {
        ArrayNode offered = ((ObjectNode) spec.at("/properties/type")).putArray("anyOf");
        ArrayNode names = offered.addObject().putArray("enum");
        offered.addObject();
        ArrayNode rules = spec.putArray("allOf");
        types.forEach((name, type) -> {
            String version = type.getSpec().version();
            String suffix = "-v" + version;
            String served = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
            ObjectNode rule = rules.addObject();
            ObjectNode condition = rule.putObject("if");
            ObjectNode properties = condition.putObject("properties");
            ArrayNode required = condition.putArray("required").add("type");
            properties.putObject("type").put("const", types.containsKey(served) ? served : name);
            properties.putObject("typeVersion").put("const", version);
            if (!served.equals(name) && types.containsKey(served)) {
                required.add("typeVersion");
            } else {
                names.add(name);
            }
            rule.putObject("then").put("$ref", "types/" + name + ".json");
        });
    }

    private ObjectNode anyResource() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", DIALECT);
        schema.put("$id", "catchment.json");
        schema.put("title", "Catchment's resources");
        schema.put("description", "Each document of a file by its kind. Other resources, such as Secrets, are let be.");
        schema.put("type", "object");
        schema.putArray("required").add("apiVersion").add("kind");
        ObjectNode properties = schema.putObject("properties");
        properties
                .putObject("apiVersion")
                .put("type", "string")
                .putArray("examples")
                .add(Api.API_VERSION);
        ArrayNode offered = properties.putObject("kind").put("type", "string").putArray("anyOf");
        ArrayNode kinds = offered.addObject().putArray("enum");
        offered.addObject();
        ObjectNode ours = JsonNodeFactory.instance.objectNode();
        ours.putObject("properties").putObject("apiVersion").put("const", Api.API_VERSION);
        ours.putArray("required").add("apiVersion");
        ArrayNode rules = schema.putArray("allOf");
        KindSchema.kinds().stream().sorted().forEach(kind -> {
            kinds.add(kind);
            ObjectNode rule = rules.addObject();
            ObjectNode condition = rule.putObject("if");
            ObjectNode both = condition.putObject("properties");
            both.putObject("apiVersion").put("const", Api.API_VERSION);
            both.putObject("kind").put("const", kind);
            condition.putArray("required").add("apiVersion").add("kind");
            rule.putObject("then").put("$ref", file(kind));
        });
        ObjectNode rule = rules.addObject();
        rule.set("if", ours);
        ArrayNode known =
                rule.putObject("then").putObject("properties").putObject("kind").putArray("enum");
        kinds.forEach(known::add);
        return schema;
    }

    private static ObjectNode cases() {
        try (InputStream in = Objects.requireNonNull(EditorSchemas.class.getResourceAsStream("cases.json"))) {
            ObjectNode schema = (ObjectNode) MAPPER.readTree(in);
            ArrayNode reasons = ((ObjectNode) schema.at("/definitions/expected/properties/reason")).putArray("enum");
            for (Reason reason : Reason.values()) {
                reasons.add(reason.name());
            }
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
