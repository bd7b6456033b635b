package dev.catchment.operator.hub;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationSpec;
import dev.catchment.api.v1alpha1.Exposure;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.FilterSpec;
import dev.catchment.api.v1alpha1.IngestPlane;
import dev.catchment.api.v1alpha1.IngressExposure;
import dev.catchment.api.v1alpha1.NatsConnection;
import dev.catchment.api.v1alpha1.ResourceRef;
import dev.catchment.api.v1alpha1.SecretKeyRef;
import dev.catchment.api.v1alpha1.SecretRef;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceSpec;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceSpec;
import dev.catchment.api.v1alpha1.WriteKey;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.operator.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What resources refer to. Lenient: a resource that an older schema let through may lack anything.
 *
 * @param planeCredentials the Secrets with NATS credentials that the planes of a Workspace use if it names none
 * @param operatorCredentials the one of them that the operator uses as well; absent: it has its own
 */
public record References(Map<Plane, String> planeCredentials, Optional<String> operatorCredentials) {

    /** The hub that a resource belongs to; empty if it does not say, or says what no Workspace can be called. */
    public Optional<HubId> workspaceOf(HasMetadata resource) {
        String namespace = Objects.requireNonNullElse(resource.getMetadata().getNamespace(), "");
        return switch (resource) {
            case Workspace w -> hub(namespace, w.getMetadata().getName());
            case Source s -> hub(namespace, Optional.ofNullable(s.getSpec()).map(SourceSpec::workspaceRef));
            case Destination d ->
                hub(namespace, Optional.ofNullable(d.getSpec()).map(DestinationSpec::workspaceRef));
            case Filter f -> hub(namespace, Optional.ofNullable(f.getSpec()).map(FilterSpec::workspaceRef));
            default -> Optional.empty();
        };
    }

    /** The names of the Secrets that a resource refers to, those that are generated for it among them. */
    public Set<String> secretsOf(HasMetadata resource) {
        Set<String> names = new HashSet<>();
        switch (resource) {
            case Workspace w -> {
                names.addAll(credentialsOf(w).values());
                workspaceOf(w).map(Names::workspaceKeySecret).ifPresent(names::add);
            }
            case Source s
            when s.getSpec() != null -> {
                s.getSpec().writeKeys().stream()
                        .filter(Objects::nonNull)
                        .map(WriteKey::secretKeyRef)
                        .filter(Objects::nonNull)
                        .map(SecretKeyRef::name)
                        .filter(Objects::nonNull)
                        .forEach(names::add);
                if (s.getSpec().writeKeys().isEmpty()) {
                    names.add(Names.writeKeySecret(s.getMetadata().getName()));
                }
            }
            case Destination d
            when d.getSpec() != null ->
                Optional.ofNullable(d.getSpec().secretRef())
                        .map(SecretRef::name)
                        .ifPresent(names::add);
            default -> {}
        }
        return names;
    }

    /** Those, and the Secrets that it names for others to read. */
    public Set<String> namedBy(HasMetadata resource) {
        Set<String> names = secretsOf(resource);
        if (resource instanceof Workspace workspace) {
            tlsSecretOf(workspace).ifPresent(names::add);
        }
        return names;
    }

    /** The Secret with the certificate of a Workspace's Ingress, which only the ingress controller reads. */
    public Optional<String> tlsSecretOf(Workspace workspace) {
        return Optional.ofNullable(workspace.getSpec())
                .map(WorkspaceSpec::ingest)
                .map(IngestPlane::exposure)
                .map(Exposure::ingress)
                .map(IngressExposure::tlsSecretName);
    }

    /** The Secrets with the NATS credentials of a Workspace's planes, of those that need some. */
    public Map<Plane, String> credentialsOf(Workspace workspace) {
        if (!usesInstallation(workspace)) {
            Map<Plane, String> own = new EnumMap<>(Plane.class);
            ownCredentials(workspace).ifPresent(secret -> {
                for (Plane plane : Plane.values()) {
                    own.put(plane, secret);
                }
            });
            return own;
        }
        return planeCredentials;
    }

    /** The Secret that the operator connects to a Workspace's NATS with; absent: it uses its own credentials, if any. */
    public Optional<String> operatorCredentialsOf(Workspace workspace) {
        return usesInstallation(workspace) ? operatorCredentials : ownCredentials(workspace);
    }

    private static Optional<NatsConnection> nats(Workspace workspace) {
        return Optional.ofNullable(workspace.getSpec()).map(WorkspaceSpec::nats);
    }

    private static Optional<String> ownCredentials(Workspace workspace) {
        return nats(workspace).map(NatsConnection::credentialsSecretRef).map(SecretRef::name);
    }

    private static boolean usesInstallation(Workspace workspace) {
        return ownCredentials(workspace).isEmpty()
                && nats(workspace).map(n -> n.servers().isEmpty()).orElse(true);
    }

    private static Optional<HubId> hub(String namespace, Optional<ResourceRef> ref) {
        return ref.map(ResourceRef::name).flatMap(name -> hub(namespace, name));
    }

    private static Optional<HubId> hub(String namespace, String workspace) {
        try {
            return Optional.of(new HubId(namespace, workspace));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
