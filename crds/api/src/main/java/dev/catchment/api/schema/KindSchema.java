package dev.catchment.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catchment.api.v1alpha1.Api;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI schema of one kind, from the CRD on the classpath.
 *
 * @param root schema of the whole resource
 */
public record KindSchema(String kind, boolean namespaced, JsonNode root) {

    private static final Map<String, KindSchema> LOADED = new ConcurrentHashMap<>();
    private static final Set<String> KINDS =
            new TreeSet<>(Set.of("Workspace", "Source", "Destination", "Filter", "DestinationType"));

    /** The kinds of {@code catchment.dev/v1alpha1}, sorted. */
    public static Set<String> kinds() {
        return Set.copyOf(KINDS);
    }

    /** The schema of a kind; empty if there is no such kind. */
    public static Optional<KindSchema> of(String kind) {
        return KINDS.contains(kind) ? Optional.of(LOADED.computeIfAbsent(kind, KindSchema::load)) : Optional.empty();
    }

    private static KindSchema load(String kind) {
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        String file = "/META-INF/fabric8/" + plural + "." + Api.GROUP + "-v1.yml";
        try (InputStream in = KindSchema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the classpath: build crds/api with Maven");
            }
            JsonNode crd = new KubernetesSerialization(new ObjectMapper(), false)
                    .unmarshal(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8), JsonNode.class);
            return new KindSchema(
                    kind,
                    crd.at("/spec/scope").asText().equals("Namespaced"),
                    crd.at("/spec/versions/0/schema/openAPIV3Schema"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
