package dev.catchment.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.compile.CompiledPlan;
import dev.catchment.compile.Installation;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.pipeline.DestinationPipeline;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A destination of a folder, ready to be asked.
 *
 * @param findings about the destination; an error: it has no say
 * @param secrets its secret settings
 * @param firstSource a source whose events it takes
 */
record ExplainedDestination(
        DestinationPipeline pipeline, List<Finding> findings, Map<String, Secret> secrets, String firstSource) {

    static ExplainedDestination find(ResourceFolder folder, String name) throws IOException, CommandFailure {
        Destination found = folder.loaded().all(Destination.class).stream()
                .filter(destination -> destination.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(missing(folder, name)));
        String namespace = found.getMetadata().getNamespace();
        Workspace workspace = Objects.requireNonNull(Lint.workspaces(folder)
                .get(namespace + "/" + found.getSpec().workspaceRef().name()));
        CompiledPlan plan = folder.compile(
                workspace,
                Lint.placeholders(folder.in(namespace, Source.class)),
                Map.of(),
                Installation.standard(),
                Lint.NO_SECRETS);
        List<Finding> findings = folder.findings(workspace, plan).stream()
                .filter(finding -> finding.resource().equals("Destination " + name))
                .toList();
        if (!(plan.delivery().get(DestinationDocument.key(name)) instanceof DestinationDocument document)) {
            throw new CommandFailure("Destination " + name + " cannot be used:\n" + String.join("\n", lines(findings)));
        }
        Map<String, Secret> secrets = secrets(document);
        return new ExplainedDestination(
                pipeline(plan, document, secrets), findings, secrets, firstSource(folder, namespace, document));
    }

    private static List<String> lines(List<Finding> findings) {
        return findings.stream().map(Finding::toString).toList();
    }

    private static String missing(ResourceFolder folder, String name) {
        if (!folder.findings().isEmpty()) {
            return "there is no readable Destination " + name + " in " + folder.path() + ":\n"
                    + String.join("\n", lines(folder.findings()));
        }
        List<String> there = folder.loaded().all(Destination.class).stream()
                .map(destination -> destination.getMetadata().getName())
                .toList();
        return "there is no Destination " + name + " in " + folder.path() + "; there "
                + (there.isEmpty() ? "is none" : "are: " + String.join(", ", there));
    }

    private static DestinationPipeline pipeline(
            CompiledPlan plan, DestinationDocument document, Map<String, Secret> secrets) throws CommandFailure {
        if (!(plan.delivery().get(TypeDocument.key(document.type(), document.typeVersion()))
                instanceof TypeDocument type)) {
            throw new CommandFailure("the type " + document.type() + " of Destination " + document.name()
                    + " cannot be used: `catchment lint` says why");
        }
        List<FilterDocument> filters = plan.delivery().values().stream()
                .filter(FilterDocument.class::isInstance)
                .map(FilterDocument.class::cast)
                .toList();
        try {
            return DestinationPipeline.compile(TypeProgram.compile(type), document, filters, secrets);
        } catch (MappingException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, Secret> secrets(DestinationDocument document) throws IOException, CommandFailure {
        @Nullable String sealed = document.sealed();
        if (sealed == null) {
            return Map.of();
        }
        try {
            Map<String, String> plain = ContractJson.DOCUMENTS.readValue(
                    Lint.NO_SECRETS.open(Base64.getDecoder().decode(sealed), document.key()), new TypeReference<>() {});
            Map<String, Secret> secrets = new HashMap<>();
            plain.forEach((field, value) -> secrets.put(field, Secret.of(value)));
            return secrets;
        } catch (GeneralSecurityException e) {
            throw new CommandFailure("the secrets of Destination " + document.name() + " cannot be opened", e);
        }
    }

    private static String firstSource(ResourceFolder folder, String namespace, DestinationDocument document) {
        return folder.in(namespace, Source.class).stream()
                .map(source -> source.getMetadata().getName())
                .filter(document.sources()::covers)
                .findFirst()
                .or(() -> document.sources().names().stream().findFirst())
                .orElse("source");
    }
}
