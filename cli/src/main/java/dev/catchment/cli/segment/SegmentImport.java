package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.Api;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes a Destination of a Segment destination. */
public final class SegmentImport {
    private static final int NAME_LENGTH = 128;

    private final SegmentFile file;
    private final ImportOptions options;
    private final @Nullable DestinationTypeSpec type;
    private final String typeName;
    private final Report report = new Report();

    private SegmentImport(SegmentFile file, ImportOptions options, List<DestinationType> types) {
        this.file = file;
        this.options = options;
        DestinationType found = TypeNames.find(file.destination(), types).orElse(null);
        this.type = found == null ? null : found.getSpec();
        this.typeName = found == null
                ? TypeNames.dnsLabel(file.destination())
                : found.getMetadata().getName();
    }

    /**
     * @param types the destination types that are there
     * @throws UnreadableException if the file is no Segment destination
     */
    public static ImportedDestination run(Path path, ImportOptions options, List<DestinationType> types)
            throws IOException, UnreadableException {
        return new SegmentImport(SegmentFile.read(path), options, types).run();
    }

    private ImportedDestination run() throws IOException {
        for (String unknown : file.unknown()) {
            report.add(JsonPath.member(JsonPath.ROOT, unknown), "nothing is known of it", "leave it out");
        }
        String name = options.name() == null ? typeName : options.name();
        ObjectNode destination = resource(Api.API_VERSION, "Destination", name);
        ObjectNode spec = destination.putObject("spec");
        spec.putObject("workspaceRef").put("name", options.workspace());
        spec.put("type", typeName);
        addSources(spec);
        if (type == null) {
            report.add(
                    "$.destination",
                    "there is no DestinationType '" + typeName + "', so that settings and fields could not be checked",
                    "install the type, or write it (CONTRIBUTING.md), and run the import again with --types");
        }
        ImportedSettings settings = ImportedSettings.of(
                file,
                type == null || type.config() == null ? null : type.config().properties(),
                report);
        ArrayNode mappings = mappings(settings);
        settings.reportMissing();
        if (!settings.config().isEmpty()) {
            spec.set("config", settings.config());
        }
        if (!settings.secrets().isEmpty()) {
            spec.putObject("secretRef").put("name", name);
        }
        spec.putObject("presets").putArray("disable").add("*");
        if (!mappings.isEmpty()) {
            spec.set("mappings", mappings);
        }
        if (type != null) {
            ImportedBatching.size(file.subscriptions(), type, report)
                    .ifPresent(size -> spec.putObject("delivery").put("batchSize", size));
        }
        ObjectNode secret = resource("v1", "Secret", name);
        ObjectNode data = secret.putObject("stringData");
        settings.secrets().forEach(data::put);
        String yaml = ResourceYaml.write(file.destination(), destination, data.isEmpty() ? null : secret);
        return new ImportedDestination(yaml, report.notCarried(), report.notes());
    }

    private ObjectNode resource(String apiVersion, String kind, String name) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = resource.putObject("metadata").put("name", name);
        if (options.namespace() != null) {
            metadata.put("namespace", options.namespace());
        }
        return resource;
    }

    private void addSources(ObjectNode spec) {
        if (options.sources().isEmpty()) {
            spec.putObject("sourceSelector");
            return;
        }
        ArrayNode refs = spec.putArray("sourceRefs");
        options.sources().forEach(source -> refs.addObject().put("name", source));
    }

    private ArrayNode mappings(ImportedSettings settings) {
        ArrayNode mappings = JsonNodeFactory.instance.arrayNode();
        if (file.subscriptions().isEmpty()) {
            report.note("$.subscriptions", "there is none, so that the Destination sends nothing");
        }
        Set<String> names = new HashSet<>();
        for (Subscription subscription : file.subscriptions()) {
            addMapping(mappings, names, subscription, settings);
        }
        return mappings;
    }

    private void addMapping(
            ArrayNode mappings, Set<String> names, Subscription subscription, ImportedSettings settings) {
        for (String unknown : subscription.unknown()) {
            report.add(JsonPath.member(subscription.where(), unknown), "nothing is known of it", "leave it out");
        }
        if (type != null && !type.actions().containsKey(subscription.action())) {
            report.add(
                    JsonPath.member(subscription.where(), "action"),
                    "the type has no action '" + subscription.action() + "'; it has: "
                            + String.join(", ", new TreeSet<>(type.actions().keySet())),
                    "the mapping is left out: write one with an action that takes its place");
            return;
        }
        String wanted = subscription.name() == null || subscription.name().isBlank()
                ? subscription.action()
                : subscription.name().strip();
        wanted = wanted.substring(0, Math.min(NAME_LENGTH - 4, wanted.length()));
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + " " + i;
        }
        mappings.add(new ImportedMapping(
                        subscription,
                        type == null ? null : type.action(subscription.action()).orElse(null),
                        settings,
                        report)
                .write(name));
    }
}
