package dev.catchment.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.contract.plan.TypeDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanCompilerTest {

    private static final Path CASES = Path.of("src", "test", "resources", "compile");

    private static Inputs quickstart() throws IOException {
        return Inputs.of(
                Files.readString(CASES.resolve("types.yaml")),
                Files.readString(CASES.resolve("quickstart").resolve("in-1.yaml")));
    }

    @Test
    void credentialsAreSealedForTheirDestinationOnly() throws IOException, GeneralSecurityException {
        // Given
        CompiledPlan plan = Inputs.compiler().compile(quickstart().after(Map.of()));
        DestinationDocument crm = (DestinationDocument) plan.delivery().get("destination.crm");

        // When
        byte[] opened = Inputs.SEALER.open(Base64.getDecoder().decode(crm.sealed()), crm.key());

        // Then
        assertThat(new String(opened, StandardCharsets.UTF_8)).isEqualTo("{\"sharedSecret\":\"hush-token\"}");
    }

    @Test
    void writeKeysAreHashed() throws IOException {
        // Given // When
        CompiledPlan plan = Inputs.compiler().compile(quickstart().after(Map.of()));

        // Then: printf %s hush-web | sha256sum
        assertThat(((SourceDocument) plan.ingest().get("source.web")).writeKeys())
                .extracting(SourceDocument.WriteKey::sha256)
                .containsExactly("486e44c9caeb1126e42a95261f4f53fa7c76889b8d8af84cf512c22856d07959");
    }

    @Test
    void whatIsTooLargeForThePlanesKeepsItsLastGoodForm() throws IOException {
        // Given
        CompiledPlan before = Inputs.compiler().compile(quickstart().after(Map.of()));
        FilterDocument filter = before.delivery().values().stream()
                .filter(FilterDocument.class::isInstance)
                .map(FilterDocument.class::cast)
                .findFirst()
                .orElseThrow();
        int most = filter.toJson().length - 1;

        // When
        CompiledPlan now = Inputs.compiler().compile(quickstart().after(before.all(), most));
        CompiledPlan fresh = Inputs.compiler().compile(quickstart().after(Map.of(), most));

        // Then
        assertThat(now.diagnostics().get(new ResourceId("Filter", filter.name())))
                .extracting(Diagnostic::reason)
                .contains(DiagnosticReason.TOO_LARGE);
        assertThat(now.delivery().get(filter.key())).isEqualTo(filter);
        assertThat(((FilterDocument) fresh.delivery().get(filter.key())).action())
                .isInstanceOf(FilterAction.Hold.class);
    }

    @Test
    void aDefectOnOneResourceTakesNoOtherDown() throws IOException {
        // Given: good at first, then the checks throw on one filter, one destination and a new filter
        CompiledPlan before = Inputs.compiler().compile(quickstart().after(Map.of()));
        PlanCompiler failing = new PlanCompiler(
                expression -> {
                    if (String.valueOf(expression.cel()).contains("staff")
                            || String.valueOf(expression.cel()).contains("acme")) {
                        throw new IllegalStateException("a defect");
                    }
                    return Optional.empty();
                },
                new TypeChecker() {
                    @Override
                    public List<Problem> checkType(TypeDocument type) {
                        return List.of();
                    }

                    @Override
                    public List<Problem> checkDestination(
                            TypeDocument type, DestinationDocument destination, Map<String, Secret> secrets) {
                        if (destination.name().equals("crm")) {
                            throw new IllegalStateException("a defect");
                        }
                        return List.of();
                    }
                });

        // When
        CompiledPlan after = failing.compile(quickstart().after(before.all()));
        CompiledPlan fromNothing = failing.compile(quickstart().after(Map.of()));

        // Then
        assertThat(after.delivery().get("destination.plain"))
                .isEqualTo(before.delivery().get("destination.plain"));
        DestinationDocument crm = (DestinationDocument) after.delivery().get("destination.crm");
        assertThat(crm)
                .usingRecursiveComparison()
                .ignoringFields("needs")
                .isEqualTo(before.delivery().get("destination.crm"));
        assertThat(crm.needs())
                .allSatisfy((key, revision) ->
                        assertThat(after.delivery().get(key).revision()).isEqualTo(revision));
        assertThat(((FilterDocument) after.delivery().get("filter.no-staff")).action())
                .isEqualTo(new FilterAction.Drop());
        assertThat(after.diagnostics().get(new ResourceId("Filter", "no-staff")))
                .singleElement()
                .satisfies(found -> assertThat(found.reason()).isEqualTo(DiagnosticReason.INTERNAL_ERROR));
        assertThat(fromNothing.delivery()).doesNotContainKey("destination.crm").containsKey("destination.plain");
        assertThat(((FilterDocument) fromNothing.delivery().get("filter.no-staff")).action())
                .isInstanceOf(FilterAction.Hold.class);
    }
}
