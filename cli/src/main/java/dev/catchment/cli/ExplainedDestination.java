package dev.catchment.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.compile.CompiledPlan;
import dev.catchment.compile.DiagnosticReason;
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
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A destination of a folder, ready to be asked.
 *
 * @param warnings what is wrong with it although it would be accepted
 * @param secrets its secret settings
 * @param firstSource a source whose events it takes
 */
record ExplainedDestination(
        String name,
        DestinationPipeline pipeline,
        List<Finding> warnings,
        Map<String, Secret> secrets,
        String firstSource) {
    /** Whose document is complete all the same. */
    private static final Set<String> COMPLETE =
            Set.of(DiagnosticReason.HELD_BY_FILTER.text(), DiagnosticReason.TESTS_FAILED.text());

    /** What holds it only because it never passed: what it would send shows why. */
    private static final String TESTS_FAILED = DiagnosticReason.TESTS_FAILED.text();

    /**
     * @param batch events per request; empty: as the destination says
     * @throws CommandFailure if it would not be accepted, or something that it refers to is not there
     */
    static ExplainedDestination of(CompiledFolder folder, Destination destination, OptionalInt batch)
            throws IOException, CommandFailure {
        String name = destination.getMetadata().getName();
        List<Finding> findings = folder.findings(destination);
        CompiledPlan plan = folder.plan(destination);
        boolean testsFail =
                findings.stream().anyMatch(finding -> finding.reason().equals(TESTS_FAILED));
        if (findings.stream()
                        .anyMatch(finding ->
                                finding.isError() && !finding.reason().equals(TESTS_FAILED))
                || !(plan.delivery().get(DestinationDocument.key(name)) instanceof DestinationDocument found)) {
            throw new CommandFailure("Destination " + name + " would not be accepted:\n" + lines(findings));
        }
        if (found.hold() != null && findings.stream().anyMatch(finding -> !COMPLETE.contains(finding.reason()))) {
            throw new CommandFailure("Destination " + name
                    + " would hold its events until this is mended; explain and test need it too:\n" + lines(findings));
        }
        DestinationDocument document =
                testsFail ? with(found, null, found.delivery().batchEvents()) : found;
        Map<String, Secret> secrets = secrets(document);
        return new ExplainedDestination(
                name,
                pipeline(
                        plan,
                        batch.isPresent() ? with(document, document.hold(), batch.getAsInt()) : document,
                        secrets),
                findings,
                secrets,
                firstSource(folder.folder(), destination.getMetadata().getNamespace(), document));
    }

    private static String lines(List<Finding> findings) {
        return String.join("\n", findings.stream().map(Finding::toString).toList());
    }

    private static DestinationDocument with(DestinationDocument document, @Nullable String hold, int events) {
        DestinationDocument.Delivery delivery = document.delivery();
        return new DestinationDocument(
                document.name(),
                document.uid(),
                document.type(),
                document.typeVersion(),
                document.needs(),
                document.enabled(),
                document.suspend(),
                hold,
                document.sources(),
                document.config(),
                document.sealed(),
                document.disabledPresets(),
                document.mappings(),
                new DestinationDocument.Delivery(
                        delivery.retryForSeconds(),
                        delivery.timeoutMillis(),
                        delivery.concurrency(),
                        delivery.ratePerSecond(),
                        delivery.ordering(),
                        events,
                        delivery.batchBytes()),
                document.mode());
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
