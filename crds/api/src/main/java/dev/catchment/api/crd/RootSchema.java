package dev.catchment.api.crd;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;

/** Completes what the generator leaves out at the top of a CRD: descriptions, required spec, status default, columns. */
final class RootSchema implements CRDPostProcessor {

    @Override
    public HasMetadata process(HasMetadata resource, String version) {
        CustomResourceDefinition crd = (CustomResourceDefinition) resource;
        String kind = crd.getSpec().getNames().getKind();
        List<String> columns = CrdGeneration.columnsOf(kind);
        crd.getSpec().getNames().setListKind(kind + "List");
        for (CustomResourceDefinitionVersion each : crd.getSpec().getVersions()) {
            each.getAdditionalPrinterColumns().sort(Comparator.comparingInt(c -> columns.indexOf(c.getName())));
            complete(kind, each.getSchema().getOpenAPIV3Schema());
        }
        return crd;
    }

    private static void complete(String kind, JSONSchemaProps root) {
        root.setDescription(description(kind));
        JSONSchemaProps spec = requireNonNull(root.getProperties().get("spec"));
        spec.setDescription("What is wanted. The operator never writes it.");
        if (kind.equals("Workspace")) {
            // {} is a working hub: the defaults inside must apply even when nobody wrote a spec
            spec.setDefault(JsonNodeFactory.instance.objectNode());
        } else {
            root.setRequired(List.of("spec"));
        }
        JSONSchemaProps status = requireNonNull(root.getProperties().get("status"));
        status.setDescription("What was observed. Written by the operator only.");
        // so that kstatus (Argo CD, Flux, kubectl wait) sees "not yet observed" before the operator has been there
        status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    }

    private static String description(String kind) {
        return CrdGeneration.KINDS.stream()
                .filter(type -> type.getSimpleName().equals(kind))
                .map(type -> type.getAnnotation(JsonClassDescription.class).value())
                .findFirst()
                .orElseThrow();
    }
}
