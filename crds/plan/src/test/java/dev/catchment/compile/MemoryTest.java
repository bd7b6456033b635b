package dev.catchment.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.PlanDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final int CHANGES = 50;

    private final PlanCompiler compiler = Inputs.compiler();

    @Property(tries = 12)
    void whatIsRememberedNeverChangesWhatComesOut(@ForAll long seed) throws IOException {
        // Given
        Random random = new Random(seed);
        RandomHub hub = new RandomHub(seed);
        Memory memory = new Memory();
        Map<String, PlanDocument> inForce = Map.of();
        for (int i = 0; i < CHANGES; i++) {
            // When: one change, or several at once, or none
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                hub.change();
            }
            PlanInput input = hub.inputs().after(inForce);
            CompiledPlan remembering = compiler.compile(input, memory);
            CompiledPlan anew = compiler.compile(input);

            // Then
            assertThat(texts(remembering.all())).isEqualTo(texts(anew.all()));
            assertThat(remembering.diagnostics()).isEqualTo(anew.diagnostics());
            inForce = published(remembering, random);
        }
    }

    /** As it lies there: what was put, what another process read back, or a part of it, if somebody meddled. */
    private static Map<String, PlanDocument> published(CompiledPlan plan, Random random) throws IOException {
        Map<String, PlanDocument> inForce = new HashMap<>(plan.all());
        switch (random.nextInt(6)) {
            case 0 -> {
                for (Map.Entry<String, PlanDocument> entry : plan.all().entrySet()) {
                    inForce.put(
                            entry.getKey(),
                            PlanDocument.parse(entry.getKey(), entry.getValue().toJson()));
                }
            }
            case 1 -> inForce.keySet().removeIf(_ -> random.nextInt(3) == 0);
            default -> {}
        }
        return inForce;
    }

    private static Map<String, String> texts(Map<String, PlanDocument> documents) {
        Map<String, String> texts = new TreeMap<>();
        documents.forEach((key, document) -> texts.put(key, new String(document.toJson(), StandardCharsets.UTF_8)));
        return texts;
    }

    @Test
    void onlyWhatAChangeConcernsIsCompiledAgain() {
        // Given
        AtomicInteger checks = new AtomicInteger();
        PlanCompiler counting = Inputs.compiler(checks::incrementAndGet);
        Memory memory = new Memory();
        CompiledPlan before = counting.compile(hub("https://a", "1", "team: a").after(Map.of()), memory);
        checks.set(0);

        // When one of two destinations changes
        CompiledPlan after = counting.compile(hub("https://b", "2", "team: a").after(before.all()), memory);

        // Then that one alone was looked at, and the other's document is the same object
        assertThat(checks).hasValue(1);
        assertThat(after.delivery().get("destination.other"))
                .isSameAs(before.delivery().get("destination.other"));
        assertThat(after.delivery().get("destination.crm"))
                .isNotEqualTo(before.delivery().get("destination.crm"));

        // When only a source's label changes, which a destination selects by
        CompiledPlan relabelled =
                counting.compile(hub("https://b", "2", "team: b").after(after.all()), memory);

        // Then the one that names its sources is not looked at
        assertThat(checks).hasValue(2);
        assertThat(relabelled.delivery().get("destination.crm"))
                .isSameAs(after.delivery().get("destination.crm"));
    }

    private static Inputs hub(String url, String generation, String label) {
        return Inputs.of("""
                {kind: Workspace, metadata: {name: acme, uid: w, generation: 1}, spec: {}}
                ---
                {kind: Source, metadata: {name: web, uid: s, generation: 1, labels: {%s}}, spec: {workspaceRef: {name: acme}, type: website}}
                ---
                {kind: Destination, metadata: {name: crm, uid: c, generation: %s}, spec: {workspaceRef: {name: acme}, type: webhook,
                  sourceRefs: [{name: web}], config: {url: "%s"}}}
                ---
                {kind: Destination, metadata: {name: other, uid: o, generation: 1}, spec: {workspaceRef: {name: acme}, type: webhook,
                  sourceSelector: {matchLabels: {team: a}}, config: {url: "https://other"}}}
                ---
                {kind: DestinationType, metadata: {name: webhook, uid: t, generation: 1}, spec: {version: "1", modes: [cloud],
                  config: {properties: {url: {type: string, description: Where.}}},
                  actions: {send: {description: Sends., fields: {}, requests: [{url: "https://x"}]}}}}
                """.formatted(label, generation, url));
    }
}
