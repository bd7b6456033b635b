package dev.catchment.cli;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationSpec;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceKind;
import dev.catchment.api.v1alpha1.SourceSpec;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.compile.CompiledPlan;
import dev.catchment.compile.Installation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A folder whose destinations can be asked what they would send. It may hold a Destination and its Secret alone: the
 * Workspace and the Sources that are referred to are taken to be in the cluster.
 */
final class CompiledFolder {
    private final ResourceFolder folder;
    private final Map<String, Workspace> workspaces;
    private final Map<String, CompiledPlan> plans = new HashMap<>();

    private CompiledFolder(ResourceFolder folder) {
        this.folder = folder;
        this.workspaces = Lint.workspaces(folder);
    }

    static CompiledFolder of(ResourceFolder folder) {
        ResourceFolder complete = folder;
        for (Destination destination : folder.loaded().all(Destination.class)) {
            DestinationSpec spec = destination.getSpec();
            String namespace = destination.getMetadata().getNamespace();
            Set<String> there = complete.in(namespace, Source.class).stream()
                    .map(source -> source.getMetadata().getName())
                    .collect(Collectors.toSet());
            for (var reference : spec.sourceRefs()) {
                if (!there.contains(reference.name())) {
                    complete = complete.with(implied(namespace, reference.name(), spec));
                }
            }
        }
        return new CompiledFolder(complete);
    }

    private static Source implied(String namespace, String name, DestinationSpec spec) {
        Source source = new Source();
        source.getMetadata().setNamespace(namespace);
        source.getMetadata().setName(name);
        source.setSpec(new SourceSpec(spec.workspaceRef(), SourceKind.SERVER, true, List.of(), List.of(), null));
        return source;
    }

    ResourceFolder folder() {
        return folder;
    }

    /** What the workspace of a Destination or Filter compiles to. */
    CompiledPlan plan(HasMetadata member) {
        Workspace workspace = workspace(member);
        String namespace = workspace.getMetadata().getNamespace();
        return plans.computeIfAbsent(
                ResourceFolder.hub(workspace).toString(),
                unused -> folder.compile(
                        workspace,
                        Lint.placeholders(folder.in(namespace, Source.class)),
                        Map.of(),
                        Installation.standard(),
                        Lint.NO_SECRETS));
    }

    /** What is wrong with one Destination or Filter. */
    List<Finding> findings(HasMetadata member) {
        String resource = member.getKind() + " " + member.getMetadata().getName();
        return folder.findings(workspace(member), plan(member)).stream()
                .filter(finding -> finding.resource().equals(resource))
                .toList();
    }

    private Workspace workspace(HasMetadata member) {
        String name =
                switch (member) {
                    case Destination destination ->
                        destination.getSpec().workspaceRef().name();
                    case Filter filter -> filter.getSpec().workspaceRef().name();
                    default -> throw new IllegalArgumentException(member.getKind() + " has no cases");
                };
        return Objects.requireNonNull(workspaces.get(member.getMetadata().getNamespace() + "/" + name));
    }

    List<Destination> destinations() {
        return folder.loaded().all(Destination.class);
    }

    /** @throws CommandFailure naming those that are there */
    Destination destination(String name) throws CommandFailure {
        return destinations().stream()
                .filter(destination -> destination.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(missing(name)));
    }

    private String missing(String name) {
        if (!folder.findings().isEmpty()) {
            return "there is no readable Destination " + name + " in " + folder.path() + ":\n"
                    + String.join(
                            "\n",
                            folder.findings().stream().map(Finding::toString).toList());
        }
        List<String> there = destinations().stream()
                .map(destination -> destination.getMetadata().getName())
                .toList();
        return "there is no Destination " + name + " in " + folder.path() + "; there "
                + (there.isEmpty() ? "is none" : "are: " + String.join(", ", there));
    }
}
