package dev.catchment.delivery.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.catchment.broker.PlanListener.RefusedException;
import dev.catchment.catalog.Catalog;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanInForceTest {
    private final Sealer sealer = new Sealer(new byte[Sealer.KEY_BYTES]);
    private final PlanInForce plan = new PlanInForce(sealer);
    private final Map<String, DestinationForm> inForce = new TreeMap<>();
    private TypeDocument type;

    @BeforeEach
    void follow() throws Exception {
        type = new TypeDocument(
                "webhook",
                "1",
                List.of("Webhook"),
                new YAMLMapper().readTree(Catalog.type("webhook")).get("spec"));
        plan.follow(new PlanInForce.Follower() {
            @Override
            public void inForce(DestinationForm form) {
                inForce.put(form.name(), form);
            }

            @Override
            public void gone(String destination) {
                inForce.remove(destination);
            }

            @Override
            public void settings(DeliverySettings settings) {}
        });
    }

    @Test
    void aDestinationKeepsItsFormUntilAllItNeedsIsThere() throws Exception {
        // Given
        FilterDocument first = filter("event.event == 'A'");
        FilterDocument second = filter("event.event == 'B'");
        plan.apply(type);
        plan.apply(first);
        plan.apply(destination("https://a.example/", needs(first), null));
        DestinationForm before = inForce.get("crm");

        // When
        plan.apply(second);
        plan.apply(destination("https://b.example/", needs(filter("event.event == 'C'")), null));

        // Then
        assertThat(inForce.get("crm")).isSameAs(before);
        plan.apply(destination("https://c.example/", needs(second), null));
        assertThat(inForce.get("crm").document().config().path("url").asText()).isEqualTo("https://c.example/");
    }

    @Test
    void oneThatNeverHadAFormWaitsAndComesIntoForceWithWhatItNeeds() throws Exception {
        // Given
        FilterDocument filter = filter("true");
        plan.apply(destination("https://a.example/", needs(filter), null));
        assertThat(inForce.get("crm").waitsFor()).contains("filter.no-staff");

        // When
        plan.apply(type);
        plan.apply(filter);

        // Then
        assertThat(inForce.get("crm").waitsFor()).isNull();
        assertThat(inForce.get("crm").pipeline()).isNotNull();
    }

    @Test
    void oneThatIsToWaitIsNotRefusedForWhatItLacks() throws Exception {
        // Given
        plan.apply(type);

        // When
        plan.apply(held("uid", Map.of(), null));

        // Then
        assertThat(inForce.get("crm").waitsFor()).isEqualTo("there is no Secret crm");
        assertThat(inForce.get("crm").pipeline()).isNull();
    }

    @Test
    void oneThatWasGoodWaitsAsSoonAsItIsToWait() throws Exception {
        // Given
        FilterDocument filter = filter("true");
        plan.apply(type);
        plan.apply(filter);
        plan.apply(destination("https://a.example/", needs(filter), null));

        // When what it needs has left the plan
        plan.remove(filter.key());
        plan.apply(held("uid", needs(filter), "https://a.example/"));

        // Then
        assertThat(inForce.get("crm").waitsFor()).isEqualTo("there is no Secret crm");
        assertThat(inForce.get("crm").pipeline()).isNotNull();
    }

    @Test
    void theFormOfADeletedDestinationIsNotThatOfALaterOneOfItsName() throws Exception {
        // Given
        plan.apply(type);
        plan.apply(destination("https://a.example/", Map.of(), null));

        // When
        plan.apply(held("uid-of-another", Map.of(), null));

        // Then
        assertThat(inForce.get("crm").waitsFor()).isEqualTo("there is no Secret crm");
        assertThat(inForce.get("crm").pipeline()).isNull();
    }

    @Test
    void whatDoesNotCompileIsRefusedAndTheFormerFormStays() throws Exception {
        // Given
        plan.apply(type);
        plan.apply(destination("https://a.example/", Map.of(), null));

        // Then
        assertThatThrownBy(() -> plan.apply(destination("https://b.example/", Map.of(), "bm90IHNlYWxlZA==")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("workspace key");
        assertThat(inForce.get("crm").document().config().path("url").asText()).isEqualTo("https://a.example/");
        assertThat(inForce.get("crm").waitsFor()).isNull();
    }

    @Test
    void credentialsAreOpenedForTheirOwnDestinationOnly() throws Exception {
        // Given
        byte[] content = "{\"sharedSecret\":\"s3cr3t\"}".getBytes(StandardCharsets.UTF_8);
        plan.apply(type);

        // When
        plan.apply(destination("https://a.example/", Map.of(), seal(content, "destination.crm")));

        // Then
        assertThat(inForce.get("crm").secrets())
                .extracting(secret -> secret.reveal())
                .containsExactly("s3cr3t");
        assertThat(inForce.get("crm").toString()).doesNotContain("s3cr3t");
        assertThatThrownBy(() ->
                        plan.apply(destination("https://a.example/", Map.of(), seal(content, "destination.other"))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aDestinationThatLeavesThePlanIsGone() throws Exception {
        // Given
        plan.apply(type);
        plan.apply(destination("https://a.example/", Map.of(), null));

        // When
        plan.remove("destination.crm");

        // Then
        assertThat(inForce).isEmpty();
    }

    private String seal(byte[] content, String place) {
        return Base64.getEncoder().encodeToString(sealer.seal(content, place));
    }

    private Map<String, String> needs(FilterDocument filter) {
        return Map.of(type.key(), type.revision(), filter.key(), filter.revision());
    }

    private static FilterDocument filter(String cel) {
        return new FilterDocument(
                "no-staff",
                Selection.everything(),
                Selection.everything(),
                Expression.ofCel(cel),
                new FilterAction.Drop());
    }

    private static DestinationDocument destination(String url, Map<String, String> needs, @Nullable String sealed) {
        return document("uid", needs, null, url, sealed);
    }

    /** @param url absent: nothing is known of its settings yet */
    private static DestinationDocument held(String uid, Map<String, String> needs, @Nullable String url) {
        return document(uid, needs, "there is no Secret crm", url, null);
    }

    private static DestinationDocument document(
            String uid,
            Map<String, String> needs,
            @Nullable String hold,
            @Nullable String url,
            @Nullable String sealed) {
        ObjectNode config = ContractJson.DOCUMENTS.createObjectNode();
        if (url != null) {
            config.put("url", url);
        }
        return new DestinationDocument(
                "crm",
                uid,
                "webhook",
                "1",
                needs,
                true,
                false,
                hold,
                Selection.everything(),
                config,
                sealed,
                List.of(),
                List.of(),
                new DestinationDocument.Delivery(3600, 5000, 4, null, DestinationDocument.Ordering.NONE, 1, 1 << 19),
                null);
    }
}
