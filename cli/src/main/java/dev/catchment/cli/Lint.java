package dev.catchment.cli;

import dev.catchment.api.file.ResourceReader;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceSpec;
import dev.catchment.compile.DiagnosticReason;
import dev.catchment.compile.Installation;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.Sealer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compiles a folder as a cluster would and lists what is wrong; nothing is kept of what is compiled. */
final class Lint {
    /** Seals what is thrown away. */
    static final Sealer NO_SECRETS = new Sealer(new byte[Sealer.KEY_BYTES]);

    private Lint() {}

    static List<Finding> of(ResourceFolder folder) {
        List<Finding> findings = new ArrayList<>(folder.findings());
        Map<String, Workspace> workspaces = workspaces(folder);
        if (workspaces.isEmpty()) {
            // Destination types belong to none, and are compiled with each.
            Workspace any = implied(ResourceReader.DEFAULT_NAMESPACE, "any");
            workspaces.put("any", any);
        }
        ResourceFolder complete = MadeUpSecrets.in(folder);
        for (Workspace workspace : workspaces.values()) {
            findings.addAll(compiled(folder, workspace));
            if (!complete.equals(folder)) {
                // Without its Secret a Destination's cases cannot be run; what else that makes right is not.
                compiled(complete, workspace).stream()
                        .filter(finding -> finding.reason().equals(DiagnosticReason.TESTS_FAILED.text()))
                        .forEach(findings::add);
            }
        }
        return findings.stream().distinct().sorted(Finding.ORDER).toList();
    }

    private static List<Finding> compiled(ResourceFolder folder, Workspace workspace) {
        String namespace = workspace.getMetadata().getNamespace();
        var plan = folder.compile(
                workspace,
                placeholders(folder.in(namespace, Source.class)),
                Map.of(),
                Installation.standard(),
                NO_SECRETS);
        return folder.findings(workspace, plan);
    }

    /** Those of the folder, and one for each that is only referred to: it may be in the cluster already. */
    static Map<String, Workspace> workspaces(ResourceFolder folder) {
        Map<String, Workspace> all = new TreeMap<>();
        for (Workspace workspace : folder.workspaces()) {
            all.put(ResourceFolder.hub(workspace).toString(), workspace);
        }
        add(all, folder, Source.class, source -> source.getSpec().workspaceRef().name());
        add(all, folder, Destination.class, destination -> destination
                .getSpec()
                .workspaceRef()
                .name());
        add(all, folder, Filter.class, filter -> filter.getSpec().workspaceRef().name());
        return all;
    }

    private static <T extends HasMetadata> void add(
            Map<String, Workspace> all, ResourceFolder folder, Class<T> kind, Function<T, String> workspaceName) {
        for (T resource : folder.loaded().all(kind)) {
            String namespace = resource.getMetadata().getNamespace();
            String name = workspaceName.apply(resource);
            all.computeIfAbsent(namespace + "/" + name, unused -> implied(namespace, name));
        }
    }

    private static Workspace implied(String namespace, String name) {
        Workspace implied = new Workspace();
        implied.getMetadata().setNamespace(namespace);
        implied.getMetadata().setName(name);
        implied.setSpec(ContractJson.DOCUMENTS.convertValue(Map.of(), WorkspaceSpec.class));
        return implied;
    }

    /** In a cluster the operator generates them. */
    static Map<String, Secret> placeholders(List<Source> sources) {
        return sources.stream()
                .map(source -> source.getMetadata().getName())
                .collect(Collectors.toMap(name -> name, name -> Secret.of("write-key-of-" + name), (a, b) -> a));
    }
}
