package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.EnvVarSource;
import dev.catchment.contract.Plane;
import dev.catchment.contract.PlaneEnvironment;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The environment of a plane's container. What a Workspace adds never replaces what the operator needs. Pure. */
final class PlaneVariables {
    /** Read by every JVM's launcher. Without memory a plane can promise nothing: it ends and is started again. */
    private static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

    private PlaneVariables() {}

    static List<EnvVar> of(PlaneModel model) {
        List<EnvVar> all = new ArrayList<>();
        all.add(variable(PlaneEnvironment.NAMESPACE, model.hub().namespace()));
        all.add(variable(PlaneEnvironment.WORKSPACE, model.hub().workspace()));
        all.add(new EnvVarBuilder()
                .withName(PlaneEnvironment.INSTANCE)
                .withNewValueFrom()
                .withNewFieldRef()
                .withApiVersion("v1")
                .withFieldPath("metadata.name")
                .endFieldRef()
                .endValueFrom()
                .build());
        all.add(variable(PlaneEnvironment.NATS_SERVERS, String.join(",", model.natsServers())));
        if (model.natsSecret().isPresent()) {
            all.add(variable(PlaneEnvironment.NATS_CREDENTIALS_DIR, PlaneFiles.NATS_FOLDER + "/"));
        }
        if (model.workspaceKeyHash().isPresent()) {
            all.add(variable(PlaneEnvironment.WORKSPACE_KEY_FILE, PlaneFiles.WORKSPACE_KEY_FILE));
        }
        if (model.plane() == Plane.INGEST) {
            all.add(variable(PlaneEnvironment.HTTP_PORT, Integer.toString(PlaneDeployment.HTTP_PORT)));
        }
        all.add(variable(JVM_OPTIONS, "-XX:+ExitOnOutOfMemoryError"));
        all.add(variable(PlaneEnvironment.ADMIN_PORT, Integer.toString(PlaneDeployment.ADMIN_PORT)));
        Set<String> ours = new HashSet<>();
        all.forEach(variable -> ours.add(variable.getName()));
        model.pods().env().stream()
                .filter(added -> !ours.contains(added.name()))
                .map(PlaneVariables::added)
                .forEach(all::add);
        return all;
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static EnvVar added(dev.catchment.api.v1alpha1.EnvVar added) {
        EnvVarSource from = added.valueFrom();
        EnvVarBuilder variable = new EnvVarBuilder().withName(added.name()).withValue(added.value());
        if (from != null && from.secretKeyRef() != null) {
            variable.withNewValueFrom()
                    .withNewSecretKeyRef(
                            from.secretKeyRef().key(), from.secretKeyRef().name(), null)
                    .endValueFrom();
        } else if (from != null && from.configMapKeyRef() != null) {
            variable.withNewValueFrom()
                    .withNewConfigMapKeyRef(
                            from.configMapKeyRef().key(), from.configMapKeyRef().name(), null)
                    .endValueFrom();
        }
        return variable.build();
    }
}
