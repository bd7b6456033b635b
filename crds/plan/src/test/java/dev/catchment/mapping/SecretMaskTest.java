package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SecretMaskTest {
    private static final String SECRET = "p\u00e4ss w\"rd/+?1";
    private static final SecretMask MASK = SecretMask.of(List.of(Secret.of(SECRET), Secret.of("")));

    @Test
    void masksTheFormsInWhichATextMayHoldASecret() {
        assertThat(MASK.text("key=" + SECRET + "!")).isEqualTo("key=***!");
        assertThat(MASK.text("{\"key\":\"p\u00e4ss w\\\"rd/+?1\"}")).isEqualTo("{\"key\":\"***\"}");
        assertThat(MASK.text("?k=p%C3%A4ss%20w%22rd%2F%2B%3F1&x")).isEqualTo("?k=***&x");
        assertThat(MASK.text("k=p%c3%a4ss+w%22rd%2f%2b%3f1&x")).isEqualTo("k=***&x");
        assertThat(MASK.text("nothing to hide")).isEqualTo("nothing to hide");
    }

    @Property
    void masksWhatBase64ShowsOfASecretWithinALargerText(
            @ForAll @StringLength(max = 9) String before, @ForAll @StringLength(max = 9) String after) {
        // Given
        byte[] text = (before + SECRET + after).getBytes(StandardCharsets.UTF_8);

        // When
        String plain = MASK.text(Base64.getEncoder().encodeToString(text));
        String url = MASK.text(Base64.getUrlEncoder().encodeToString(text));

        // Then
        assertThat(plain).contains("***");
        assertThat(url).contains("***");
    }

    @Test
    void masksWhatARequestSentInItsSecretHeaders() {
        // Given
        OutgoingRequest request = new OutgoingRequest(
                "POST",
                URI.create("https://example.com/"),
                Map.of("Authorization", "Digest 5f2d81a0c4", "X-Plain", "visible"),
                new byte[0],
                Set.of("Authorization"));

        // When
        SecretMask mask = SecretMask.of(List.of(), request);

        // Then
        assertThat(mask.text("you sent Authorization: Digest 5f2d81a0c4, X-Plain: visible"))
                .isEqualTo("you sent Authorization: ***, X-Plain: visible");
        assertThat(mask.text("unknown token 5f2d81a0c4")).isEqualTo("unknown token ***");
    }
}
