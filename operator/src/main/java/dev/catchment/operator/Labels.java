package dev.catchment.operator;

import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The labels and annotations that the operator writes and reads: spelt nowhere else. */
public final class Labels {
    public static final String MANAGED_BY_KEY = "app.kubernetes.io/managed-by";
    public static final String MANAGED_BY = "catchment-operator";
    /** Selects everything the operator made. */
    public static final String MANAGED = MANAGED_BY_KEY + "=" + MANAGED_BY;

    public static final String WORKSPACE = "catchment.dev/workspace";
    public static final String BUILT_IN = "catchment.dev/built-in";

    /** Annotation: the operator leaves the object alone while it is {@code "true"}. */
    public static final String PAUSED = "catchment.dev/paused";
    /** Annotation of a Workspace: how many frames that its log has lost are known of and settled. */
    public static final String ACKNOWLEDGED_LOST_FRAMES = "catchment.dev/acknowledged-lost-frames";
    /** Annotation of pods that changes with the workspace key, so that a new key means new pods. */
    public static final String WORKSPACE_KEY_HASH = "catchment.dev/workspace-key-hash";

    private static final String NAME = "app.kubernetes.io/name";
    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final String COMPONENT = "app.kubernetes.io/component";

    private Labels() {}

    /** What never changes for a plane: the selector of its Deployment, Service and disruption budget. */
    public static Map<String, String> selector(HubId hub, Plane plane) {
        return new TreeMap<>(Map.of(NAME, "catchment", INSTANCE, hub.workspace(), COMPONENT, plane.wireName()));
    }

    public static Map<String, String> plane(HubId hub, Plane plane) {
        Map<String, String> labels = of(hub);
        labels.putAll(selector(hub, plane));
        return labels;
    }

    public static Map<String, String> of(HubId hub) {
        return new TreeMap<>(Map.of(
                NAME, "catchment", INSTANCE, hub.workspace(), MANAGED_BY_KEY, MANAGED_BY, WORKSPACE, hub.workspace()));
    }

    /** The plane that a Pod belongs to, if it is one of a plane's. */
    public static Optional<Plane> planeOf(HasMetadata pod) {
        String component = label(pod, COMPONENT);
        for (Plane plane : Plane.values()) {
            if (plane.wireName().equals(component)) {
                return Optional.of(plane);
            }
        }
        return Optional.empty();
    }

    /** The name of the Workspace that an object was made for; empty if it says none. */
    public static String workspaceOf(HasMetadata object) {
        return label(object, WORKSPACE);
    }

    public static boolean paused(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null && "true".equals(annotations.get(PAUSED));
    }

    /** How many lost frames somebody says to know of; what is no number counts as none. */
    public static long acknowledgedLostFrames(HasMetadata workspace) {
        Map<String, String> annotations = workspace.getMetadata().getAnnotations();
        String number = annotations == null ? "" : annotations.getOrDefault(ACKNOWLEDGED_LOST_FRAMES, "");
        return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
    }

    private static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(key, "");
    }
}
