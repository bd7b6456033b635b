package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.PodTemplate;
import dev.catchment.api.v1alpha1.Resources;
import dev.catchment.contract.Plane;
import dev.catchment.operator.Labels;
import dev.catchment.operator.Names;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Deployment of a plane: restricted pods without a Kubernetes token. Pure. */
final class PlaneDeployment {
    static final int HTTP_PORT = 8080;
    static final int ADMIN_PORT = 8081;
    /** Long enough to finish what is in flight. */
    private static final long GRACE_SECONDS = 60;

    private static final long DEREGISTRATION_SECONDS = 5;
    /** The user in the images; none of its rights matter, only that it is not root. */
    private static final long USER = 65532;

    private PlaneDeployment() {}

    static Deployment of(PlaneModel model) {
        return new DeploymentBuilder()
                .withMetadata(model.metadata())
                .withNewSpec()
                .withReplicas(model.replicas().orElse(null))
                .withNewSelector()
                .withMatchLabels(model.selector())
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withNewMaxSurge(1)
                .withNewMaxUnavailable(0)
                .endRollingUpdate()
                .endStrategy()
                .withTemplate(template(model))
                .endSpec()
                .build();
    }

    private static PodTemplateSpec template(PlaneModel model) {
        Map<String, String> labels = new TreeMap<>(model.pods().labels());
        labels.putAll(Labels.plane(model.hub(), model.plane()));
        Map<String, String> annotations = new TreeMap<>(model.pods().annotations());
        model.workspaceKeyHash().ifPresent(hash -> annotations.put(Labels.WORKSPACE_KEY_HASH, hash));
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withSpec(podSpec(model))
                .build();
    }

    private static PodSpec podSpec(PlaneModel model) {
        PodTemplate pods = model.pods();
        return new PodSpecBuilder()
                .withServiceAccountName(model.name())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withImagePullSecrets(model.imagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container(model))
                .withVolumes(PlaneFiles.volumes(model))
                .withNodeSelector(pods.nodeSelector())
                .withTolerations(pods.tolerations().stream()
                        .map(PlaneDeployment::toleration)
                        .toList())
                .withAffinity(
                        pods.affinity() == null
                                ? null
                                : Serialization.unmarshal(pods.affinity().toString(), Affinity.class))
                .withPriorityClassName(pods.priorityClassName())
                .withTopologySpreadConstraints(
                        spread(model, "topology.kubernetes.io/zone"), spread(model, "kubernetes.io/hostname"))
                .build();
    }

    /** Where it can be: a cluster of one node runs them all. */
    private static TopologySpreadConstraint spread(PlaneModel model, String topologyKey) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(topologyKey)
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(model.selector())
                .endLabelSelector()
                .build();
    }

    private static Container container(PlaneModel model) {
        return new ContainerBuilder()
                .withName(Names.CONTAINER)
                .withImage(model.image())
                .withImagePullPolicy(model.imagePullPolicy().orElse(null))
                .withPorts(ports(model.plane()))
                .withEnv(PlaneVariables.of(model))
                .withResources(resources(model))
                .withVolumeMounts(PlaneFiles.mounts(model))
                .withStartupProbe(probe("/livez", 2, 60))
                .withLivenessProbe(probe("/livez", 10, 3))
                .withReadinessProbe(probe("/readyz", 5, 2))
                .withLifecycle(model.plane() == Plane.INGEST ? untilNobodySendsHere() : null)
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .build();
    }

    /** The cluster takes a moment to send requests elsewhere, and goes on to send them here until then. */
    private static Lifecycle untilNobodySendsHere() {
        return new LifecycleBuilder()
                .withNewPreStop()
                .withNewSleep(DEREGISTRATION_SECONDS)
                .endPreStop()
                .build();
    }

    static List<ContainerPort> ports(Plane plane) {
        List<ContainerPort> ports = new ArrayList<>();
        if (plane == Plane.INGEST) {
            ports.add(port(Names.HTTP_PORT_NAME, HTTP_PORT));
        }
        ports.add(port(Names.ADMIN_PORT_NAME, ADMIN_PORT));
        return ports;
    }

    private static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(number)
                .withProtocol("TCP")
                .build();
    }

    private static ResourceRequirements resources(PlaneModel model) {
        return model.resources().map(PlaneDeployment::resources).orElseGet(() -> new ResourceRequirementsBuilder()
                .withRequests(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("512Mi")))
                .withLimits(Map.of("memory", new Quantity("1Gi")))
                .build());
    }

    private static ResourceRequirements resources(Resources resources) {
        return new ResourceRequirementsBuilder()
                .withRequests(resources.requests())
                .withLimits(resources.limits())
                .build();
    }

    private static Probe probe(String path, int period, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(Names.ADMIN_PORT_NAME)
                .endHttpGet()
                .withPeriodSeconds(period)
                .withTimeoutSeconds(2)
                .withFailureThreshold(failures)
                .build();
    }

    private static Toleration toleration(dev.catchment.api.v1alpha1.Toleration toleration) {
        return new Toleration(
                toleration.effect(),
                toleration.key(),
                toleration.operator(),
                toleration.tolerationSeconds(),
                toleration.value());
    }
}
