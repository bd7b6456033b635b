package dev.catchment.api.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.schema.KindSchema;
import dev.catchment.api.schema.SchemaCheck;
import dev.catchment.api.schema.SchemaFinding;
import dev.catchment.api.v1alpha1.Api;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads resources and Secrets from YAML files: strictly (an unknown field is a finding with its place), with the defaults
 * a cluster would fill in. Bad input is a finding, never an exception; only a file that cannot be read throws.
 */
public final class ResourceReader {

    /** The namespace of what names none. */
    public static final String DEFAULT_NAMESPACE = "default";

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "Workspace", Workspace.class,
            "Source", Source.class,
            "Destination", Destination.class,
            "Filter", Filter.class,
            "DestinationType", DestinationType.class);
    private static final ObjectMapper MAPPER = ApiJson.mapper();

    private final List<LoadedResource> resources = new ArrayList<>();
    private final List<FileFinding> findings = new ArrayList<>();
    private final List<FileFinding> ignored = new ArrayList<>();
    private final Map<String, Place> seen = new HashMap<>();

    private ResourceReader() {}

    /** Reads a file, or the *.yaml and *.yml of a folder (not of its sub-folders, and no *.test.yaml). */
    public static LoadedResources read(Path fileOrFolder) throws IOException {
        if (!Files.isDirectory(fileOrFolder)) {
            return read(List.of(fileOrFolder));
        }
        try (var files = Files.list(fileOrFolder)) {
            return read(files.filter(Files::isRegularFile)
                    .filter(file -> isResources(file.getFileName().toString()))
                    .sorted()
                    .toList());
        }
    }

    /** Reads these files, in this order. */
    public static LoadedResources read(List<Path> files) throws IOException {
        ResourceReader reader = new ResourceReader();
        for (Path file : files) {
            try {
                reader.add(file, Files.readString(file));
            } catch (MalformedInputException e) {
                reader.findings.add(new FileFinding(new Place(file, 1, 1), "", "is not UTF-8 text"));
            }
        }
        return reader.result();
    }

    /** Reads YAML from a text; the file is only named in findings. */
    public static LoadedResources parse(Path file, String yaml) {
        ResourceReader reader = new ResourceReader();
        reader.add(file, yaml);
        return reader.result();
    }

    private LoadedResources result() {
        return new LoadedResources(resources, findings, ignored);
    }

    /** Whether a file of that name is read for resources. */
    public static boolean isResources(String name) {
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !isCases(name);
    }

    /** Whether a file of that name holds cases of `catchment test`, and no resources. */
    public static boolean isCases(String name) {
        return name.endsWith(".test.yaml") || name.endsWith(".test.yml");
    }

    private void add(Path file, String yaml) {
        YamlFile.parse(file, yaml, findings).forEach(this::add);
    }

    private void add(YamlDocument document) {
        String apiVersion = document.json().path("apiVersion").asText();
        String kind = document.json().path("kind").asText();
        if (apiVersion.isEmpty() || kind.isEmpty()) {
            finding(document, "", "apiVersion and kind are required");
        } else if (apiVersion.equals("v1") && kind.equals("Secret")) {
            decode(document, Secret.class);
        } else if (apiVersion.equals(Api.API_VERSION) && KINDS.containsKey(kind)) {
            Optional.ofNullable(KINDS.get(kind)).ifPresent(type -> decode(document, type));
        } else if (apiVersion.startsWith(Api.GROUP + "/")) {
            finding(
                    document,
                    apiVersion.equals(Api.API_VERSION) ? "kind" : "apiVersion",
                    "there is no " + kind + " in " + apiVersion + "; known in " + Api.API_VERSION + " are "
                            + String.join(", ", KINDS.keySet().stream().sorted().toList()));
        } else {
            ignored.add(new FileFinding(document.place(""), "", kind + " of " + apiVersion + " is ignored"));
        }
    }

    private void decode(YamlDocument document, Class<? extends HasMetadata> type) {
        String kind = type.getSimpleName();
        ObjectNode json = document.json().deepCopy();
        Optional<KindSchema> schema = KindSchema.of(kind);
        List<SchemaFinding> wrong = new ArrayList<>(Metadata.check(json, schema.isPresent()));
        schema.ifPresent(known -> wrong.addAll(SchemaCheck.complete(known, json, true)));
        if (type == Secret.class) {
            wrong.addAll(SecretData.complete(json));
        }
        wrong.forEach(each -> finding(document, each.path(), each.message()));
        if (!wrong.isEmpty()) {
            return;
        }
        if (!kind.equals("DestinationType") && !json.path("metadata").hasNonNull("namespace")) {
            ((ObjectNode) json.get("metadata")).put("namespace", DEFAULT_NAMESPACE);
        }
        try {
            LoadedResource loaded = new LoadedResource(MAPPER.convertValue((JsonNode) json, type), document);
            Place first = seen.putIfAbsent(loaded.id(), document.place(""));
            if (first == null) {
                resources.add(loaded);
            } else {
                finding(document, "metadata.name", loaded.id() + " is already declared at " + first);
            }
        } catch (IllegalArgumentException e) {
            finding(document, "", "cannot be read as " + kind);
        }
    }

    private void finding(YamlDocument document, String path, String message) {
        findings.add(new FileFinding(document.place(path), path, message));
    }
}
