package dev.catchment.operator.destinationtype;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.operator.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a built-in type that another version is about to replace, as {@code <type>-v<its version>}: destinations that pin
 * its version find it there and see no change. It is copied as kube-apiserver has it, with what this version does not
 * know of it and with what others added.
 */
final class FormerTypes {
    private static final Logger LOG = LoggerFactory.getLogger(FormerTypes.class);

    private final KubernetesClient client;
    private final ResourceDefinitionContext kind = ResourceDefinitionContext.fromResourceType(DestinationType.class);
    private final PatchContext apply;

    FormerTypes(KubernetesClient client, PatchContext apply) {
        this.client = client;
        this.apply = apply;
    }

    /** Called before the type is replaced by the one that ships. */
    void keep(DestinationType shipped) {
        String name = shipped.getMetadata().getName();
        GenericKubernetesResource present = named(name).get();
        if (present == null || !builtIn(present)) {
            return;
        }
        String version = present.get("spec", "version");
        if (version == null || version.equals(shipped.getSpec().version())) {
            return;
        }
        String copy = name + "-v" + version;
        GenericKubernetesResource there = named(copy).get();
        if (there != null && !builtIn(there)) {
            // somebody else's, who had the same idea
            return;
        }
        GenericKubernetesResource former = new GenericKubernetesResource();
        former.setApiVersion(present.getApiVersion());
        former.setKind(present.getKind());
        former.setMetadata(new ObjectMetaBuilder()
                .withName(copy)
                .withLabels(Map.of(Labels.BUILT_IN, "true", Labels.MANAGED_BY_KEY, Labels.MANAGED_BY))
                .build());
        former.setAdditionalProperties(Map.of("spec", present.<Object>get("spec")));
        client.resource(former).patch(apply);
        LOG.atInfo()
                .addKeyValue("kind", "DestinationType")
                .addKeyValue("name", name)
                .log("version {} stays served as {}", version, copy);
    }

    private Resource<GenericKubernetesResource> named(String name) {
        return client.genericKubernetesResources(kind).withName(name);
    }

    private static boolean builtIn(GenericKubernetesResource type) {
        Map<String, String> labels = type.getMetadata().getLabels();
        return labels != null && "true".equals(labels.get(Labels.BUILT_IN));
    }
}
