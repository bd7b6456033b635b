package dev.catchment.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.catchment.api.file.LoadedResource;
import dev.catchment.api.file.LoadedResources;
import dev.catchment.api.file.Place;
import dev.catchment.api.file.ResourceReader;
import dev.catchment.api.file.YamlDocument;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.catalog.Catalog;
import dev.catchment.compile.Checkers;
import dev.catchment.compile.CompiledPlan;
import dev.catchment.compile.Installation;
import dev.catchment.compile.PlanCompiler;
import dev.catchment.compile.PlanInput;
import dev.catchment.compile.ResourceId;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A folder of resources as a cluster would see them.
 *
 * @param types the folder's own, and the built-in ones that its destinations use
 */
record ResourceFolder(Path path, LoadedResources loaded, List<DestinationType> types) {
    /** Remembers what it has checked: a reload compiles everything again. */
    private static final PlanCompiler COMPILER = Checkers.compiler();

    static ResourceFolder read(Path path) throws IOException, CommandFailure {
        if (!Files.exists(path)) {
            throw new CommandFailure(path + " is not there: give a folder with the resources' YAML files");
        }
        LoadedResources loaded = ResourceReader.read(path);
        Map<String, DestinationType> types = new LinkedHashMap<>();
        builtIn(loaded).forEach(type -> types.put(type.getMetadata().getName(), type));
        loaded.all(DestinationType.class)
                .forEach(type -> types.put(type.getMetadata().getName(), type));
        return new ResourceFolder(path, loaded, List.copyOf(types.values()));
    }

    /**
     * The built-in types that the folder's destinations use, with their earlier versions: to compile all of them takes
     * longer than what most commands do. If a type is not known, all, so that the message can name them.
     */
    private static List<DestinationType> builtIn(LoadedResources loaded) {
        Set<String> known = new HashSet<>(Catalog.types());
        loaded.all(DestinationType.class)
                .forEach(type -> known.add(type.getMetadata().getName()));
        Set<String> used = loaded.all(Destination.class).stream()
                .map(destination -> destination.getSpec().type())
                .collect(Collectors.toSet());
        return known.containsAll(used)
                ? builtIn(name -> used.stream().anyMatch(type -> name.equals(type) || name.startsWith(type + "-v")))
                : builtIn(name -> true);
    }

    /** The destination types that ship with Catchment, of these names. */
    static List<DestinationType> builtIn(Predicate<String> wanted) {
        List<DestinationType> types = new ArrayList<>();
        for (String name : Catalog.types()) {
            if (wanted.test(name)) {
                types.addAll(ResourceReader.parse(Path.of("catalog", name + ".yaml"), Catalog.type(name))
                        .all(DestinationType.class));
            }
        }
        return types;
    }

    /** The same with one resource more, or another in place of the one of its kind, namespace and name. */
    ResourceFolder with(HasMetadata resource) {
        YamlDocument nowhere =
                new YamlDocument(new Place(path, 1, 1), JsonNodeFactory.instance.objectNode(), Map.of(), Map.of());
        LoadedResource added = new LoadedResource(resource, nowhere);
        List<LoadedResource> all = new ArrayList<>(loaded.resources());
        all.removeIf(each -> each.id().equals(added.id()));
        all.add(added);
        return new ResourceFolder(path, new LoadedResources(all, loaded.findings(), loaded.ignored()), types);
    }

    List<Workspace> workspaces() {
        return loaded.all(Workspace.class);
    }

    /** What is wrong with the files themselves. */
    List<Finding> findings() {
        return loaded.findings().stream().map(Finding::of).toList();
    }

    /** What the compiler says about the resources in these files. */
    List<Finding> findings(Workspace workspace, CompiledPlan plan) {
        List<Finding> findings = new ArrayList<>();
        String namespace = workspace.getMetadata().getNamespace();
        for (LoadedResource resource : loaded.resources()) {
            String own = resource.resource().getMetadata().getNamespace();
            if (own == null || own.equals(namespace)) {
                plan.diagnostics()
                        .getOrDefault(ResourceId.of(resource.resource()), List.of())
                        .forEach(diagnostic -> findings.add(Finding.of(diagnostic, resource)));
            }
        }
        return findings;
    }

    /**
     * @param generated write keys by source, for sources that name none
     * @param previous the documents in force by key
     */
    CompiledPlan compile(
            Workspace workspace,
            Map<String, Secret> generated,
            Map<String, PlanDocument> previous,
            Installation installation,
            Sealer sealer) {
        String namespace = workspace.getMetadata().getNamespace();
        return COMPILER.compile(new PlanInput(
                workspace,
                in(namespace, Source.class),
                in(namespace, Destination.class),
                in(namespace, Filter.class),
                types,
                secrets(namespace, generated),
                previous,
                installation,
                sealer,
                PlanInput.STANDARD_DOCUMENT_MAX_BYTES));
    }

    <T extends HasMetadata> List<T> in(String namespace, Class<T> kind) {
        return loaded.all(kind).stream()
                .filter(resource -> namespace.equals(resource.getMetadata().getNamespace()))
                .toList();
    }

    /** The values of every Secret of a namespace; a Secret in the files beats a generated one. */
    Map<String, Map<String, Secret>> secrets(String namespace, Map<String, Secret> generated) {
        Map<String, Map<String, Secret>> secrets = new HashMap<>();
        generated.forEach(
                (source, key) -> secrets.put(WriteKeys.secretName(source), Map.of(WriteKeys.SECRET_KEY, key)));
        for (var secret : in(namespace, io.fabric8.kubernetes.api.model.Secret.class)) {
            Map<String, Secret> values = new HashMap<>();
            secret.getData()
                    .forEach((key, base64) ->
                            values.put(key, Secret.of(Base64.getMimeDecoder().decode(base64))));
            secrets.put(secret.getMetadata().getName(), values);
        }
        return secrets;
    }

    static HubId hub(Workspace workspace) {
        return new HubId(
                workspace.getMetadata().getNamespace(), workspace.getMetadata().getName());
    }
}
