package dev.catchment.cli;

import dev.catchment.api.v1alpha1.ConfigSchema;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.SecretRef;
import dev.catchment.catalog.Catalog;
import dev.catchment.compile.TypeDocuments;
import dev.catchment.condition.Spelling;
import dev.catchment.contract.Secret;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.pipeline.Difference;
import dev.catchment.pipeline.TestCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the cases of a folder are about: its Destinations and types, and those of the built-in catalogue. */
final class CaseSubjects {
    private final CompiledFolder compiled;
    private final Map<String, TypeProgram> types = new HashMap<>();

    private CaseSubjects(CompiledFolder compiled) {
        this.compiled = compiled;
    }

    static CaseSubjects in(Path folder) throws IOException, CommandFailure {
        return new CaseSubjects(CompiledFolder.of(ResourceFolder.read(folder)));
    }

    /**
     * @param file that the case stands in: without a Destination's name the case is about the type of the file's name
     * @throws CommandFailure if there is no such Destination or type, or it cannot be used
     */
    List<Difference> run(Path file, TestCase testCase) throws IOException, CommandFailure {
        if (testCase.destination().isPresent()) {
            return runThrough(testCase.destination().get(), testCase);
        }
        String type = typeName(file);
        requireSecretSettings(declared(type), testCase);
        try {
            return testCase.run(type(type));
        } catch (MappingException e) {
            throw new CommandFailure(unusable(type).orElse(String.valueOf(e.getMessage())), e);
        }
    }

    /** What lint says about a type of the folder. */
    private Optional<String> unusable(String type) {
        List<String> findings = Lint.of(compiled.folder()).stream()
                .filter(finding -> finding.resource().equals("DestinationType " + type) && finding.isError())
                .map(Finding::toString)
                .toList();
        return findings.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", findings));
    }

    private static String typeName(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.lastIndexOf(".test."));
    }

    private List<Difference> runThrough(String name, TestCase testCase) throws IOException, CommandFailure {
        Destination destination = compiled.destination(name);
        Map<String, Secret> own = testCase.secrets();
        if (!own.isEmpty()) {
            requireSecretSettings(declared(destination.getSpec().type()), testCase);
        }
        CompiledFolder with =
                own.isEmpty() ? compiled : CompiledFolder.of(compiled.folder().with(secret(destination, own)));
        ExplainedDestination explained = ExplainedDestination.of(with, destination, testCase.batch());
        Collection<Secret> masked = own.isEmpty() ? explained.secrets().values() : List.of();
        return testCase.run(explained.pipeline(), explained.firstSource(), masked);
    }

    /** A misspelt secret would be no secret, and its requests would go unsigned. */
    private static void requireSecretSettings(DestinationType type, TestCase testCase) throws CommandFailure {
        ConfigSchema config = type.getSpec().config();
        Set<String> settings = new TreeSet<>();
        if (config != null) {
            config.properties().forEach((name, setting) -> {
                if (Boolean.TRUE.equals(setting.secret())) {
                    settings.add(name);
                }
            });
        }
        for (String name : testCase.secrets().keySet()) {
            if (!settings.contains(name)) {
                throw new CommandFailure(
                        "secrets." + name + ": type " + type.getMetadata().getName()
                                + " has no such secret setting; it has "
                                + (settings.isEmpty() ? "none" : String.join(", ", settings))
                                + Spelling.hint(name, settings));
            }
        }
    }

    /** The Secret that the Destination refers to, with these values of its secret settings. */
    private static io.fabric8.kubernetes.api.model.Secret secret(Destination destination, Map<String, Secret> values)
            throws CommandFailure {
        SecretRef reference = destination.getSpec().secretRef();
        if (reference == null) {
            throw new CommandFailure("the case gives secrets, but Destination "
                    + destination.getMetadata().getName() + " has no spec.secretRef that would fetch them");
        }
        Map<String, String> data = new HashMap<>();
        values.forEach((setting, value) -> data.put(
                reference.keys().getOrDefault(setting, setting),
                Base64.getEncoder().encodeToString(value.reveal().getBytes(StandardCharsets.UTF_8))));
        var secret = new io.fabric8.kubernetes.api.model.Secret();
        secret.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMeta());
        secret.getMetadata().setNamespace(destination.getMetadata().getNamespace());
        secret.getMetadata().setName(reference.name());
        secret.setData(data);
        return secret;
    }

    private TypeProgram type(String name) throws CommandFailure, MappingException {
        TypeProgram known = types.get(name);
        if (known == null) {
            known = TypeProgram.compile(TypeDocuments.of(name, declared(name).getSpec()));
            types.put(name, known);
        }
        return known;
    }

    private DestinationType declared(String name) throws CommandFailure {
        List<Finding> findings = compiled.folder().findings();
        return Stream.of(compiled.folder().types(), ResourceFolder.builtIn(name::equals))
                .flatMap(List::stream)
                .filter(type -> type.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("there is no DestinationType " + name
                        + ", neither in the folder nor built in: name a Destination of the folder"
                        + " (`destination: crm`), or call the file after one of "
                        + String.join(", ", known())
                        + (findings.isEmpty() ? "" : ". What the folder has wrong: " + findings.getFirst())));
    }

    private Set<String> known() {
        Set<String> names = new TreeSet<>(Catalog.types());
        compiled.folder().types().forEach(type -> names.add(type.getMetadata().getName()));
        return names;
    }
}
