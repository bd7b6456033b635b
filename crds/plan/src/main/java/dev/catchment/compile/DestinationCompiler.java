package dev.catchment.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.ConfigField;
import dev.catchment.api.v1alpha1.ConnectionMode;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationSpec;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.api.v1alpha1.ResourceRef;
import dev.catchment.condition.Spelling;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.TypeDocument;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiles destinations. One that is not accepted, whose references are missing, or whose tests fail stays as it was
 * last good, except that disabling and suspending it always work; one that never was good is held, so that nothing it is
 * to receive is lost, or is absent while even its type is unknown.
 */
final class DestinationCompiler {

    private final Conditions conditions;
    private final TypeChecker checker;
    private final TypeIndex types;
    private final DestinationTests tests;
    private final Selections sources;
    private final Compilation plan;

    DestinationCompiler(
            ExpressionChecker expressions,
            TypeChecker checker,
            TypeIndex types,
            DestinationTests tests,
            Selections sources,
            Compilation plan) {
        this.conditions = new Conditions(expressions);
        this.checker = checker;
        this.types = types;
        this.tests = tests;
        this.sources = sources;
        this.plan = plan;
    }

    void compile(Destination destination) {
        ResourceId id = ResourceId.of(destination);
        Checked<Destination> checked = Checked.of(destination, Destination.class);
        DestinationSpec spec = checked.resource().getSpec();
        List<Diagnostic> found = new ArrayList<>(checked.diagnostics());
        String uid = Objects.toString(destination.getMetadata().getUid(), "");
        Optional<Diagnostic> waits = checked.valid() ? waitsForFilter(spec) : Optional.empty();
        Optional<DestinationDocument> fresh =
                checked.valid() ? fresh(id.name(), uid, spec, waits.isEmpty(), found) : Optional.empty();
        if (!checked.valid()) {
            found.addAll(DestinationTests.notRun(spec));
        }
        boolean good = found.stream().noneMatch(Diagnostic::fatal);
        if (checked.valid()) {
            // a source that is not there sends nothing: the others' events need not wait for it
            found.addAll(sources.check("source", "spec.source", spec.sourceRefs(), spec.sourceSelector()));
        }
        waits.ifPresent(found::add);
        plan.report(id, found);
        String hold = waits.map(Diagnostic::message).orElse(null);
        if (good) {
            fresh.ifPresent(document -> put(document, hold));
            return;
        }
        Optional<DestinationDocument> last = lastGood(id.name(), uid);
        if (last.isPresent()) {
            DestinationDocument document = last.get();
            plan.keeps(id);
            keepType(document);
            put(Documents.kept(document, currentNeeds(document), spec.active(), spec.suspended()), hold);
        } else {
            Diagnostic why =
                    found.stream().filter(Diagnostic::fatal).findFirst().orElseThrow();
            fresh.ifPresent(document -> put(document, why.path() + ": " + why.message()));
        }
    }

    /** Keeps what is in force of a destination that is not compiled, or on which the compiler failed. */
    void keep(Destination destination) {
        ResourceId id = ResourceId.of(destination);
        plan.report(id, List.of());
        String uid = Objects.toString(destination.getMetadata().getUid(), "");
        plan.previous(DestinationDocument.key(id.name()), DestinationDocument.class)
                .filter(document -> document.uid().equals(uid))
                .ifPresent(document -> {
                    keepType(document);
                    plan.put(Documents.kept(document, currentNeeds(document), document.enabled(), document.suspend()));
                });
    }

    private void keepType(DestinationDocument document) {
        String key = TypeDocument.key(document.type(), document.typeVersion());
        if (plan.document(key).isEmpty()) {
            types.find(document.type(), document.typeVersion())
                    .ifPresentOrElse(type -> plan.put(type.document()), () -> plan.keep(key));
        }
    }

    private Optional<DestinationDocument> lastGood(String name, String uid) {
        return plan.previous(DestinationDocument.key(name), DestinationDocument.class)
                .filter(document -> document.hold() == null && document.uid().equals(uid));
    }

    private void put(DestinationDocument document, @Nullable String hold) {
        plan.put(Documents.withHold(document, hold));
    }

    /**
     * The document of a destination of a known type, as far as it can be made; what is wrong is added to found.
     *
     * @param ready whether the filters that it requires are in force, with which its cases are run
     */
    private Optional<DestinationDocument> fresh(
            String name, String uid, DestinationSpec spec, boolean ready, List<Diagnostic> found) {
        Optional<TypeIndex.Found> type = types.find(spec.type(), spec.typeVersion());
        if (type.isEmpty()) {
            found.add(unknownType(spec));
            found.addAll(tests.malformed(spec));
            found.addAll(DestinationTests.notRun(spec));
            return Optional.empty();
        }
        DestinationTypeSpec typeSpec = type.get().spec();
        TypeDocument typeDocument = type.get().document();
        Map<String, ConfigField> settings =
                typeSpec.config() == null ? Map.of() : typeSpec.config().properties();
        JsonNode config = spec.config() == null ? JsonNodeFactory.instance.objectNode() : spec.config();
        found.addAll(ConfigCheck.check(spec.type(), settings, config));
        unofferedMode(spec, typeSpec).ifPresent(found::add);
        found.addAll(new MappingCheck(conditions).check(spec, typeSpec));
        found.addAll(tests.malformed(spec));
        Credentials credentials = Credentials.of(spec, settings, plan::secret, found);
        plan.put(typeDocument);
        DestinationDocument document = new DestinationDocument(
                name,
                uid,
                spec.type(),
                typeDocument.version(),
                needs(spec, type.get()),
                spec.active(),
                spec.suspended(),
                null,
                sources.resolve(spec.sourceRefs(), spec.sourceSelector()),
                config,
                seal(name, credentials),
                MappingCheck.disabled(spec, typeSpec),
                MappingCheck.mappings(spec),
                EffectiveDelivery.of(spec, typeSpec),
                mode(spec, typeSpec));
        plan.tooLarge(document, "spec").ifPresent(found::add);
        if (found.isEmpty()) {
            checker.checkDestination(typeDocument, document, credentials.values()).stream()
                    .map(problem -> Diagnostic.notAccepted(
                            DiagnosticReason.INVALID_MAPPING, Paths.under("spec", problem.path()), problem.message()))
                    .forEach(found::add);
        }
        if (!found.isEmpty()) {
            found.addAll(DestinationTests.notRun(spec));
            return Optional.of(Documents.bare(document));
        }
        found.addAll(
                ready ? tests.run(spec, document, typeDocument, credentials.values()) : DestinationTests.notRun(spec));
        return Optional.of(document);
    }

    private Map<String, String> needs(DestinationSpec spec, TypeIndex.Found type) {
        Map<String, String> needs = new TreeMap<>(Map.of(type.document().key(), type.revision()));
        for (ResourceRef filter : spec.requiredFilterRefs()) {
            plan.document(FilterDocument.KIND + "." + filter.name())
                    .ifPresent(document -> needs.put(document.key(), document.revision()));
        }
        return needs;
    }

    /** The revisions that this plan has of what a kept document needs; it would wait for ever for those it once had. */
    private Map<String, String> currentNeeds(DestinationDocument document) {
        Map<String, String> needs = new TreeMap<>(document.needs());
        needs.replaceAll((key, revision) ->
                plan.document(key).map(PlanDocument::revision).orElse(revision));
        return needs;
    }

    private @Nullable String seal(String name, Credentials credentials) {
        if (credentials.values().isEmpty()) {
            return null;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        credentials.values().forEach((field, secret) -> json.put(field, secret.reveal()));
        try {
            byte[] plain = ContractJson.DOCUMENTS.writeValueAsBytes(json);
            return Base64.getEncoder().encodeToString(plan.sealer().seal(plain, DestinationDocument.key(name)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an object of texts is always JSON", e);
        }
    }

    private Diagnostic unknownType(DestinationSpec spec) {
        if (spec.typeVersion() != null && types.find(spec.type(), null).isPresent()) {
            return Diagnostic.unresolved(
                    DiagnosticReason.UNKNOWN_TYPE,
                    "spec.typeVersion",
                    "type " + spec.type() + " is not there in version " + spec.typeVersion() + "; there is "
                            + String.join(", ", types.versions(spec.type())));
        }
        return types.exists(spec.type())
                ? Diagnostic.unresolved(
                        DiagnosticReason.TYPE_NOT_ACCEPTED,
                        "spec.type",
                        "DestinationType " + spec.type() + " is not accepted: its own status says why")
                : Diagnostic.unresolved(
                        DiagnosticReason.UNKNOWN_TYPE,
                        "spec.type",
                        "there is no DestinationType " + spec.type() + "; known: " + types.known()
                                + Spelling.hint(spec.type(), types.names()));
    }

    /** Null where it is what a document without one means, so that a document of before the field stays as it is. */
    private static DestinationDocument.@Nullable Mode mode(DestinationSpec spec, DestinationTypeSpec type) {
        ConnectionMode mode = spec.connectionMode() == null ? modes(type).getFirst() : spec.connectionMode();
        return mode == ConnectionMode.DEVICE ? DestinationDocument.Mode.DEVICE : null;
    }

    private static List<ConnectionMode> modes(DestinationTypeSpec type) {
        return type.modes().isEmpty() ? List.of(ConnectionMode.CLOUD) : type.modes();
    }

    private static Optional<Diagnostic> unofferedMode(DestinationSpec spec, DestinationTypeSpec type) {
        List<ConnectionMode> modes = modes(type);
        if (spec.connectionMode() == null || modes.contains(spec.connectionMode())) {
            return Optional.empty();
        }
        return Optional.of(Diagnostic.notAccepted(
                DiagnosticReason.INVALID_SPEC,
                "spec.connectionMode",
                "type " + spec.type() + " offers only "
                        + String.join(
                                ", ",
                                modes.stream()
                                        .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                                        .toList())));
    }

    /** Why events must wait although the destination itself is good: a required filter is not in force. */
    private Optional<Diagnostic> waitsForFilter(DestinationSpec spec) {
        for (int i = 0; i < spec.requiredFilterRefs().size(); i++) {
            String name = spec.requiredFilterRefs().get(i).name();
            String path = "spec.requiredFilterRefs[" + i + "]";
            ResourceId filter = new ResourceId("Filter", name);
            if (!plan.known(filter)) {
                return Optional.of(Diagnostic.unresolved(
                        DiagnosticReason.REF_NOT_FOUND,
                        path,
                        "events wait: there is no filter " + name
                                + " in this workspace: create it, or correct the name"));
            } else if (!plan.accepted(filter)) {
                return Optional.of(Diagnostic.held(
                        path,
                        "events wait: the required filter " + name + " is not accepted: its own status says why"));
            } else if (plan.testsFail(filter)) {
                return Optional.of(Diagnostic.held(
                        path,
                        "events wait: the required filter " + name + " fails its tests: its own status says which"));
            } else if (plan.document(FilterDocument.KIND + "." + name).isEmpty()) {
                return Optional.of(Diagnostic.held(
                        path,
                        "events wait: the required filter " + name
                                + " is not in force: enable it, or take it out of here"));
            }
        }
        return Optional.empty();
    }
}
