package dev.catchment.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.plan.TypeDocument;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Builds the compiler's input from YAML, leniently, as resources come out of a cluster; and a compiler with fakes. */
final class Inputs {

    static final Sealer SEALER = new Sealer("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final KubernetesSerialization YAML = new KubernetesSerialization(ApiJson.mapper(), true);

    private final List<HasMetadata> resources;

    private Inputs(List<HasMetadata> resources) {
        this.resources = resources;
    }

    static Inputs of(String... yaml) {
        List<HasMetadata> resources = new ArrayList<>();
        for (String document : String.join("\n---\n", yaml).split("(?m)^---$", -1)) {
            if (!document.isBlank()) {
                JsonNode json = YAML.unmarshal("---\n" + document, JsonNode.class);
                resources.add(YAML.convertValue(json, kind(json.get("kind").asText())));
            }
        }
        return new Inputs(resources);
    }

    /** What the Workspaces of the golden cases may add. */
    private static final EgressMaximum MAXIMUM = new EgressMaximum(
            List.of("10.0.0.0/8", "169.254.170.2/32", "fd00::/8", "192.168.0.0/16"), List.of(25, 587));

    Inputs shuffled(long seed) {
        List<HasMetadata> other = new ArrayList<>(resources);
        Collections.shuffle(other, new Random(seed));
        return new Inputs(other);
    }

    PlanInput after(Map<String, PlanDocument> previous) {
        return after(previous, List.of(), PlanInput.STANDARD_DOCUMENT_MAX_BYTES);
    }

    PlanInput after(Map<String, PlanDocument> previous, List<ResourceId> paused) {
        return after(previous, paused, PlanInput.STANDARD_DOCUMENT_MAX_BYTES);
    }

    PlanInput after(Map<String, PlanDocument> previous, long documentMaxBytes) {
        return after(previous, List.of(), documentMaxBytes);
    }

    private PlanInput after(Map<String, PlanDocument> previous, List<ResourceId> paused, long documentMaxBytes) {
        Map<String, Map<String, Secret>> secrets = new TreeMap<>();
        for (var secret : all(io.fabric8.kubernetes.api.model.Secret.class)) {
            Map<String, Secret> values = new TreeMap<>();
            if (secret.getStringData() != null) {
                secret.getStringData().forEach((key, value) -> values.put(key, Secret.of(value)));
            }
            if (secret.getData() != null) {
                secret.getData()
                        .forEach((key, value) ->
                                values.put(key, Secret.of(Base64.getDecoder().decode(value))));
            }
            secrets.put(secret.getMetadata().getName(), values);
        }
        return new PlanInput(
                all(Workspace.class).getFirst(),
                all(Source.class),
                all(Destination.class),
                all(Filter.class),
                all(DestinationType.class),
                secrets,
                previous,
                new Installation(1L << 30, 1L << 32, MAXIMUM),
                SEALER,
                Set.copyOf(paused),
                documentMaxBytes);
    }

    /** Expressions with an unbalanced bracket do not compile; types described as unusable are not accepted. */
    static PlanCompiler compiler() {
        return compiler(() -> {});
    }

    /** @param checked called for every destination that is checked */
    static PlanCompiler compiler(Runnable checked) {
        return new PlanCompiler(
                expression -> Stream.of(expression.cel(), expression.fql())
                        .filter(Objects::nonNull)
                        .filter(text -> text.chars().filter(c -> c == '(').count()
                                != text.chars().filter(c -> c == ')').count())
                        .map(text -> "1:" + text.length() + ": unbalanced brackets")
                        .findFirst(),
                new TypeChecker() {
                    @Override
                    public List<Problem> checkType(TypeDocument type) {
                        return type.spec().path("description").asText().equals("unusable")
                                ? List.of(new Problem("description", "is unusable"))
                                : List.of();
                    }

                    @Override
                    public List<Problem> checkDestination(
                            TypeDocument type, DestinationDocument destination, Map<String, Secret> secrets) {
                        checked.run();
                        return destination.config().path("url").asText().startsWith("ftp:")
                                ? List.of(new Problem("config.url", "must be http or https"))
                                : List.of();
                    }
                });
    }

    private <T> List<T> all(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Class<? extends HasMetadata> kind(String kind) {
        return switch (kind) {
            case "Workspace" -> Workspace.class;
            case "Source" -> Source.class;
            case "Destination" -> Destination.class;
            case "Filter" -> Filter.class;
            case "DestinationType" -> DestinationType.class;
            case "Secret" -> io.fabric8.kubernetes.api.model.Secret.class;
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
